import { Command } from 'commander'
import { expect, it, vi } from 'vitest'
import { registerPeopleCommands } from '#features/people/command.ts'
import { openHouse, type House } from '../support/house.ts'

async function run({ desk }: House, ...words: string[]): Promise<string> {
  const said: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((text: unknown) => void said.push(String(text)))
  const program = new Command()
  registerPeopleCommands(program, () => Promise.resolve({ desk, close: () => Promise.resolve() }))
  await program.parseAsync(['people', ...words], { from: 'user' }).finally(() => log.mockRestore())
  return said.join('\n')
}

const ANN = ['--name', 'Ann Green', '--email', 'ann@example.com', '--role', 'agent']
const pathIn = (said: string): string => /http\S+(\/reset\/\S+)/.exec(said)?.[1] ?? ''

it('writes people down, invites and lists them', async () => {
  const house = await openHouse({ preset: 'team' })
  const said = await run(house, 'add', ...ANN, '--invite')
  expect(said).toMatch(/^Person 2: Ann Green, agent\./)
  await house.visitor().get(pathIn(said)).expect(200)
  expect(await run(house, 'list')).toBe(
    '2\tAnn Green\tann@example.com\tagent\n1\tFirst Admin\tfirst.admin@example.com\tadmin',
  )
  expect(await run(house, 'list', '--role', 'admin')).not.toContain('Ann Green')
  const entries = house.desk.db.sql.all('SELECT actorName, action FROM AuditEntry ORDER BY id')
  expect(entries).toEqual([
    { actorName: 'Command line', action: 'person.created' },
    { actorName: 'Command line', action: 'person.invited' },
  ])
})

it('prints a link for a new password', async () => {
  const house = await openHouse({ preset: 'team' })
  await house
    .visitor()
    .get(pathIn(await run(house, 'reset-password', 'FIRST.admin@example.com')))
    .expect(200)
  await expect(run(house, 'reset-password', 'nobody@example.com')).rejects.toThrow('Nobody active has the mail address')
})

it.each([
  [
    ['add', '--name', ' ', '--email', 'x', '--role', 'king'],
    /--name: .*\n--email: .*\n--role: Choose client, agent or admin\./,
  ],
  [['list', '--role', 'king'], /--role: Choose client, agent or admin\./],
])('says what is wrong with %o', async (words, problem) => {
  await expect(run(await openHouse({ preset: 'team' }), ...words)).rejects.toThrow(problem)
})

it('does not write the same mail address down twice', async () => {
  const house = await openHouse({ preset: 'team' })
  await run(house, 'add', ...ANN)
  await expect(run(house, 'add', ...ANN)).rejects.toThrow('Somebody else has this mail address.')
})
