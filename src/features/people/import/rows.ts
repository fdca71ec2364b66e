import type { Role } from '#domain/access.ts'
import type { Texts } from '#domain/edits.ts'
import { fieldOfHead, typedOfCell } from '#domain/field-cells.ts'
import { fieldName, type Field } from '#domain/fields.ts'
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
  /** What is filled in of custom fields, by their names in forms. */
  readonly custom: Texts
}
export type Problem = { readonly line: number; readonly text: string }
export type ReadCsv = { readonly people: readonly ReadPerson[]; readonly problems: readonly Problem[] }

const COLUMNS: Readonly<Record<string, keyof Omit<ReadPerson, 'line' | 'custom'>>> = {
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

/** What whoever imports may say of a person. */
export type Reader = { readonly role: Role; readonly fields: readonly Field[] }

/** Reads people from CSV; a line that cannot be read is a problem and the others are read. */
export async function readPeople(csv: string, by: Reader): Promise<ReadCsv> {
  if (csv.includes('\uFFFD')) throw invalid({ csv: 'This is not UTF-8. Save it as CSV UTF-8 and choose it again.' })
  const text = csv.replace(/^\uFEFF/, '')
  // eslint-disable-next-line @typescript-eslint/require-await
  const table = await openCsv(async function* () {
    yield Buffer.from(text)
  })
  const columns = table.header.map((cell) => columnOf(cell, by.fields))
  if (!columns.includes('name'))
    throw invalid({
      csv: 'The first line must name the columns; one of them is name, the others email, role, company, job title, phone, sites.',
    })

  const [people, problems]: [ReadPerson[], Problem[]] = [[], []]
  const met = new Map<string, number>()
  for await (const row of table.rows()) {
    const read = readRow(row, columns, by)
    const text = typeof read === 'string' ? read : twice(read, met)
    if (text !== null) problems.push({ line: row.line, text })
    else if (typeof read !== 'string') people.push(read)
    if (people.length > MOST) throw invalid({ csv: `At most ${MOST.toLocaleString('en')} people at a time.` })
  }
  return { people, problems }
}

type Column = string | Field | null

const columnOf = (head: string, fields: readonly Field[]): Column =>
  COLUMNS[normalHeader(head)] ?? fieldOfHead(fields, unguarded(head)) ?? null

function readRow(row: CsvRow, columns: readonly Column[], { role: mightiest }: Reader): ReadPerson | string {
  if (row.problem !== null) return row.problem
  const cells = Object.fromEntries(
    columns.flatMap((column, index) =>
      typeof column === 'string' ? [[column, unguarded(row.cells[index] ?? '')]] : [],
    ),
  ) as Partial<Record<string, string>>
  const given = (cells.role ?? '').trim().toLowerCase()
  const form = personForm.safeParse({ ...cells, role: given === '' ? 'client' : given })
  if (!form.success) return form.error.issues[0]?.message ?? 'This line cannot be read.'

  const { name, email, role, company, jobTitle, phone, sites } = form.data
  if (isAbove(role, mightiest)) return `You cannot make somebody ${ROLE_WORDS[role].toLowerCase()}.`
  const custom = typedOf(row, columns)
  return { line: row.line, name, email, role: given === '' ? null : role, company, jobTitle, phone, sites, custom }
}

/** An empty cell leaves what is there. */
const typedOf = (row: CsvRow, columns: readonly Column[]): Texts =>
  Object.fromEntries(
    columns.flatMap((column, index) => {
      const cell = unguarded(row.cells[index] ?? '').trim()
      return column === null || typeof column === 'string' || cell === ''
        ? []
        : [[fieldName(column), typedOfCell(column, cell)]]
    }),
  )

function twice({ line, email }: ReadPerson, met: Map<string, number>): string | null {
  if (email === null) return null
  const first = met.get(mailKey(email))
  if (first === undefined) met.set(mailKey(email), line)
  return first === undefined ? null : `This mail address stands on line ${first} already.`
}
