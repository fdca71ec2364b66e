import { Command } from 'commander'
import { afterEach, expect, it, vi } from 'vitest'
import { registerSourceCommands } from '#features/sources/command.ts'
import { openMirror, type Mirror } from './mirror-house.ts'

afterEach(() => {
  process.exitCode = undefined
  vi.restoreAllMocks()
})

async function type({ desk }: Pick<Mirror, 'desk'>, ...words: string[]): Promise<string> {
  const printed: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line))
  const program = new Command('pennant').exitOverride()
  registerSourceCommands(program, () => Promise.resolve({ desk, close: () => Promise.resolve() }))
  await program.parseAsync(['source', ...words], { from: 'user' })
  return printed.join('\n')
}

it('checks, polls and shows a ticket', async () => {
  const mirror = await openMirror()
  const { id } = mirror.fake.account.add({ subject: 'From the command line', status: 2 })

  expect(await type(mirror, 'check')).toContain('ok      127.0.0.1')
  expect(await type(mirror, 'poll')).toBe('Freshservice: 1 read, 1 changed here.')
  expect(await type(mirror, 'poll', '--full')).toContain('0 changed here.')
  const shown = JSON.parse(await type(mirror, 'show-ticket', String(id))) as object
  expect(shown).toMatchObject({
    title: 'From the command line',
    externalId: String(id),
    createdAt: '2026-11-21T09:00:00.000Z',
  })
  expect(process.exitCode).toBeUndefined()
})

it('says what is wrong, and fails', async () => {
  const mirror = await openMirror()
  mirror.fake.fail(401, { times: 9 })

  expect(await type(mirror, 'check')).toMatch(/^failed .*key/m)
  expect(process.exitCode).toBe(1)
  expect(await type(mirror, 'poll')).toMatch(/0 read.*\n.*key/)
  mirror.fake.calm()
  await expect(type(mirror, 'show-ticket', '12345')).rejects.toThrow('Freshservice has no ticket 12345.')
  await expect(type(mirror, 'poll', '--source', 'Jira')).rejects.toThrow('Choose one with --source: Freshservice.')
})
