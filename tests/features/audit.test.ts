import { Command } from 'commander'
import { afterEach, expect, it, vi } from 'vitest'
import { registerAuditCommand } from '#features/audit/command.ts'
import { verifyAudit } from '#features/audit/queries.ts'
import { audit } from '#features/audit/service.ts'
import { openHouse, type House } from '../support/house.ts'
import { mainOf } from './page.ts'
import { openFile } from './people-tables.ts'

afterEach(() => {
  process.exitCode = undefined
})

async function logged(count: number): Promise<House> {
  const house = await openHouse({ preset: 'team' })
  for (let index = 1; index <= count; index += 1)
    await audit(house.desk, {
      actor: { personId: null, name: index % 2 === 0 ? 'Ann Green' : '=Evil()' },
      action: index % 2 === 0 ? 'site.changed' : 'settings.changed',
      subject: `Thing ${index}`,
      details: { index },
      address: '192.0.2.7',
    })
  return house
}

async function verify({ desk }: House): Promise<{ code: number | undefined; said: string }> {
  const said: string[] = []
  const hear = (words: unknown) => void said.push(String(words))
  const [log, error] = [
    vi.spyOn(console, 'log').mockImplementation(hear),
    vi.spyOn(console, 'error').mockImplementation(hear),
  ]
  const program = new Command()
  registerAuditCommand(program, () => Promise.resolve({ desk, close: () => Promise.resolve() }))
  await program.parseAsync(['audit', 'verify'], { from: 'user' })
  log.mockRestore()
  error.mockRestore()
  return { code: process.exitCode as number | undefined, said: said.join('\n') }
}

it('is whole as it is written', async () => {
  const house = await logged(5)
  const verdict = verifyAudit(house.desk)
  expect(verdict).toMatchObject({ ok: true, count: 5 })
  const { code, said } = await verify(house)
  expect(code).toBe(undefined)
  expect(said).toMatch(/^5 entries, unbroken\. Last hash: [0-9a-f]{64}$/)
})

const INSERT = `INSERT INTO AuditEntry (createdAt, actorName, action, subject, previousHash, hash)
  SELECT createdAt, actorName, action, subject, previousHash, hash FROM AuditEntry WHERE id = 3`

it.each([
  ['changed', `UPDATE AuditEntry SET subject = 'Thing 9' WHERE id = 3`, 3, 'changed after it was written'],
  [
    'changed in its time',
    'UPDATE AuditEntry SET createdAt = createdAt + 1 WHERE id = 2',
    2,
    'changed after it was written',
  ],
  ['taken out', 'DELETE FROM AuditEntry WHERE id = 3', 4, 'taken out, put in or moved'],
  ['put in', INSERT, 6, 'taken out, put in or moved'],
  ['taken out at the beginning', 'DELETE FROM AuditEntry WHERE id = 1', 2, 'taken out, put in or moved'],
])('finds an entry that was %s', async (_what, sql, at, reason) => {
  const house = await logged(5)
  const admin = await house.as('admin')
  const count = house.desk.db.sql.get<{ n: number }>('SELECT max(id) AS n FROM AuditEntry')?.n ?? 0
  const file = openFile(house)
  file.exec(sql)
  file.close()
  const brokenAt = at === 6 ? count + 1 : at

  const { code, said } = await verify(house)
  expect(code).toBe(1)
  expect(said).toContain(`Broken at entry ${brokenAt}: `)
  expect(said).toContain(reason)
  expect(mainOf((await admin.get('/settings/audit').expect(200)).text)).toContain(`Broken at entry ${brokenAt}`)
  await admin.post('/settings/audit/verification').expect(303)
  expect((await admin.get('/settings/audit')).text).toContain('flash--wrong')
})

it('shows who did what, filters and pages', async () => {
  const house = await logged(120)
  const admin = await house.as('admin')
  const text = async (query: string) => mainOf((await admin.get(`/settings/audit${query}`).expect(200)).text)

  const first = await text('')
  expect(first).toContain('121 entries, unbroken')
  expect(first).toContain('=Evil() changed settings: Thing 119')
  expect(await text('?action=site.changed')).not.toContain('Evil')
  expect(await text('?q=thing+11')).toContain('Thing 118')
  expect(await text('?q=thing+11')).not.toContain('Thing 120')
  expect(await text('?from=2026-11-22')).toContain('No entries')
  expect(await text('?to=2026-11-21')).toContain('Thing 120')
  expect(await text('?from=nonsense&action=nonsense&before=nonsense')).toContain('Thing 120')
  const seen: string[] = []
  for (let path: string | null = '/settings/audit?q=thing'; path !== null;) {
    const page: string = (await admin.get(path).expect(200)).text
    seen.push(...[...page.matchAll(/<li class="audit__entry" id="a(\d+)"/g)].map(([, id]) => id ?? ''))
    path = /href="(\/settings\/audit\?[^"]*before=\d+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? null
  }
  expect([seen.length, new Set(seen).size]).toEqual([120, 120])
})

it('exports what is filtered, safe for a spreadsheet, and writes that down', async () => {
  const house = await logged(3)
  const admin = await house.as('admin')
  const { text } = await admin.get('/settings/audit/export?action=settings.changed').expect(200)
  expect(text.trim().split('\r\n').length).toBe(3)
  expect(text).toContain(",'=Evil(),192.0.2.7,settings.changed,Thing 3,")
  expect(mainOf((await admin.get('/settings/audit')).text)).toContain('Some admin exported the audit log: Audit log')
  expect(verifyAudit(house.desk)).toMatchObject({ ok: true })
})
