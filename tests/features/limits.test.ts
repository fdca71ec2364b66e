import { expect, it } from 'vitest'
import { linksJob } from '#features/passwords/job.ts'
import { HOUR } from '../support/clock.ts'
import { openHouse, type House } from '../support/house.ts'
import { mainOf, problemAt } from './page.ts'

const DAY = 24 * HOUR
const ticket = (title: string) => ({ title, description: 'Words.', priority: 'low' })
const kilobytes = (count: number) => 'x'.repeat(count * 1024)

it('lets a client open so many tickets an hour, keeps what the next one says, and takes it later', async () => {
  const house = await openHouse({
    preset: 'team',
    config: { access: { sign_in: true, client_tickets_per_hour: 2, idle_minutes: 600 } },
  })
  const [clara, fred] = [await house.as('client', 'Clara'), await house.as('client', 'Fred')]
  for (const title of ['One', 'Two']) await clara.post('/tickets', ticket(title)).expect(303)

  const { text } = await clara.post('/tickets', ticket('Three, in vain')).expect(429)
  expect(mainOf(text)).toContain('You have opened 2 tickets within an hour.')
  expect(text).toContain('value="Three, in vain"')
  await fred.post('/tickets', ticket('Mine')).expect(303)
  const agent = await house.as('agent')
  for (const title of ['a', 'b', 'c']) await agent.post('/tickets', ticket(title)).expect(303)

  house.clock.pass(HOUR + 1)
  await clara.get('/').expect(200)
  await clara.post('/tickets', ticket('Three')).expect(303)
})

it('takes so much from one person a day, says so beside the files, and counts nobody else', async () => {
  const house = await openHouse({ preset: 'team', config: { uploads: { person_daily_mb: 0.01 } } })
  const [eva, hans] = [await house.as('agent', 'Eva'), await house.as('agent', 'Hans')]
  const send = (browser: typeof eva, size: number) =>
    browser.upload('/tickets', ticket('With a file'), [
      { field: 'attachments', name: 'log.txt', content: kilobytes(size) },
    ])

  await send(eva, 6).expect(303)
  const answer = await send(eva, 6).expect(429)
  expect(problemAt(answer.text, 'attachments')).toContain('from one person within 24 hours')
  expect(answer.text).toContain('value="With a file"')
  await send(eva, 3).expect(303)
  await send(hans, 6).expect(303)

  house.clock.pass(DAY)
  await (await house.as('agent', 'Ida')).get('/').expect(200)
  const [again] = [await house.as('agent', 'Eve')]
  await send(again, 9).expect(303)
  expect(await house.desk.db.read.attachment.count()).toBe(4)
})

const links = ({ desk }: House) =>
  desk.db.sql.all<{ hash: string }>('SELECT hash FROM OneTimeToken ORDER BY hash').map(({ hash }) => hash)

it('forgets links a month after they were used or expired', async () => {
  const house = await openHouse({ preset: 'team' })
  const now = house.clock.now()
  const link = (hash: string, more: object) => ({ hash, purpose: 'reset', personId: 1, createdAt: 0, ...more })
  await house.desk.db.write(({ hot }) => {
    hot.insert('OneTimeToken', link('a used', { usedAt: now - 31 * DAY, expiresAt: null }))
    hot.insert('OneTimeToken', link('b expired', { expiresAt: now - 31 * DAY }))
    hot.insert('OneTimeToken', link('c used of late', { usedAt: now - DAY, expiresAt: now - DAY }))
    hot.insert('OneTimeToken', link('d open', { expiresAt: now + DAY }))
    hot.insert('OneTimeToken', link('e for ever', { expiresAt: null }))
  })
  await linksJob.run(house.desk)
  expect(links(house)).toEqual(['c used of late', 'd open', 'e for ever'])
})
