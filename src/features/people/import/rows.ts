import type { Role } from '#domain/access.ts'
import { isAbove, ROLE_WORDS } from '#domain/roles.ts'
import { mailKey } from '#domain/typed-person.ts'
import { unguarded } from '#lib/csv-write.ts'
import { normalHeader, openCsv, type CsvRow } from '#lib/csv.ts'
import { invalid } from '#lib/errors.ts'
import { personForm } from '#features/people/schema.ts'

/** What one line says of a person; null for what it leaves open. */
export type ReadPerson = {
  readonly line: number
  readonly name: string
  readonly email: string | null
  readonly role: Role | null
  readonly company: string | null
  readonly jobTitle: string | null
  readonly phone: string | null
  readonly sites: readonly string[]
}
export type Problem = { readonly line: number; readonly text: string }
export type ReadCsv = { readonly people: readonly ReadPerson[]; readonly problems: readonly Problem[] }

const COLUMNS: Readonly<Record<string, keyof Omit<ReadPerson, 'line'>>> = {
  name: 'name',
  'full name': 'name',
  email: 'email',
  'e mail': 'email',
  mail: 'email',
  'mail address': 'email',
  role: 'role',
  company: 'company',
  'job title': 'jobTitle',
  title: 'jobTitle',
  phone: 'phone',
  site: 'sites',
  sites: 'sites',
}
const MOST = 20_000

/** Reads people from CSV; a line that cannot be read is a problem and the others are read. */
export async function readPeople(csv: string, mightiest: Role): Promise<ReadCsv> {
  if (csv.includes('\uFFFD')) throw invalid({ csv: 'This is not UTF-8. Save it as CSV UTF-8 and choose it again.' })
  const text = csv.replace(/^\uFEFF/, '')
  // eslint-disable-next-line @typescript-eslint/require-await
  const table = await openCsv(async function* () {
    yield Buffer.from(text)
  })
  const fields = table.header.map((cell) => COLUMNS[normalHeader(cell)] ?? null)
  if (!fields.includes('name'))
    throw invalid({
      csv: 'The first line must name the columns; one of them is name, the others email, role, company, job title, phone, sites.',
    })

  const [people, problems]: [ReadPerson[], Problem[]] = [[], []]
  const met = new Map<string, number>()
  for await (const row of table.rows()) {
    const read = readRow(row, fields, mightiest)
    const text = typeof read === 'string' ? read : twice(read, met)
    if (text !== null) problems.push({ line: row.line, text })
    else if (typeof read !== 'string') people.push(read)
    if (people.length > MOST) throw invalid({ csv: `At most ${MOST.toLocaleString('en')} people at a time.` })
  }
  return { people, problems }
}

function readRow(row: CsvRow, fields: readonly (string | null)[], mightiest: Role): ReadPerson | string {
  if (row.problem !== null) return row.problem
  const cells = Object.fromEntries(
    fields.flatMap((field, index) => (field === null ? [] : [[field, unguarded(row.cells[index] ?? '')]])),
  ) as Partial<Record<string, string>>
  const given = (cells.role ?? '').trim().toLowerCase()
  const form = personForm.safeParse({ ...cells, role: given === '' ? 'client' : given })
  if (!form.success) return form.error.issues[0]?.message ?? 'This line cannot be read.'

  const { name, email, role, company, jobTitle, phone, sites } = form.data
  if (isAbove(role, mightiest)) return `You cannot make somebody ${ROLE_WORDS[role].toLowerCase()}.`
  return { line: row.line, name, email, role: given === '' ? null : role, company, jobTitle, phone, sites }
}

function twice({ line, email }: ReadPerson, met: Map<string, number>): string | null {
  if (email === null) return null
  const first = met.get(mailKey(email))
  if (first === undefined) met.set(mailKey(email), line)
  return first === undefined ? null : `This mail address stands on line ${first} already.`
}
