import Sqlite from 'better-sqlite3'
import path from 'node:path'
import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { writeTicket } from './acts.ts'
import { arrive, journey, openChromium, textOf, type Window } from './browser.ts'
import { addPeople, PASSWORD, setUpTeam, signIn } from './people.ts'
import { runServer } from './server.ts'

const rooms = { home: '' }
const server = runServer(
  (command, home) => {
    rooms.home = home
    setUpTeam(command)
    addPeople(home, [{ name: 'Berta Bold', role: 'agent' }])
  },
  { undoSend: 3 },
)
const chromium = openChromium()
const [DOOR, BLANK, PAPER, LIFT] = ['Door stays open', 'Printer prints blank', 'Printer without paper', 'Lift is stuck']

/** What others left on the desk the evening before. */
async function furnish(page: Window): Promise<void> {
  await signIn(page, 'Ada Roth')
  await writeTicket(page, { title: DOOR })
  for (const title of [BLANK, PAPER]) await writeTicket(page, { title, priority: 'High' })
  await writeTicket(page, { title: LIFT })
  const kept: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    [
      '/templates/replies/new',
      { name: 'Hello', shortcut: 'hello', body: 'Good morning, {{ cursor }}we look into it.' },
    ],
    [
      '/templates/new',
      { name: 'New starter', title: 'A new starter', description: 'Please.', actions: 'Laptop\nBadge' },
    ],
  ]
  for (const [place, fields] of kept) {
    await page.goto(place)
    for (const [name, value] of Object.entries(fields)) await page.fill(`.form [name=${name}]`, value)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.waitForURL((url) => !url.pathname.endsWith('/new'))
  }
}

const nameOfFocus = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const here = document.activeElement
    const named = document.getElementById(here?.getAttribute('aria-labelledby') ?? '')
    const label = here instanceof HTMLInputElement || here instanceof HTMLSelectElement ? here.labels?.[0] : here
    return (here?.getAttribute('aria-label') ?? (named ?? label)?.textContent ?? '').replace(/\s+/g, ' ').trim()
  })

const press = async (page: Page, ...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key)
}

/** Tab after Tab, until the keyboard is on what is called so. */
async function tabTo(page: Page, words: string, key = 'Tab'): Promise<void> {
  for (let step = 0; step < 90; step += 1) {
    await page.keyboard.press(key)
    if ((await nameOfFocus(page)).startsWith(words)) return
  }
  throw new Error(`Tab never came to “${words}”.`)
}

/** Ctrl-K, some words, Enter, once the palette means that. */
async function order(page: Page, words: string, meant: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(words)
  await page.locator('.omnibox [role=option][aria-selected=true]', { hasText: meant }).waitFor()
  await page.keyboard.press('Enter')
}

const heading = (page: Page, words: string) => arrive(page, page.getByRole('heading', { name: words, level: 1 }))

async function arriveAtWork(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await page.locator('[name=email]:focus').waitFor()
  await page.keyboard.type('ada@example.com')
  await press(page, 'Tab')
  await page.keyboard.type(PASSWORD)
  await press(page, 'Enter')
  await page.waitForURL(`${server.url}/`)
  await press(page, 'g', 't')
  await page.waitForURL('**/tickets')
}

async function changeMany(page: Page): Promise<void> {
  await press(page, '/')
  await page.keyboard.type('printer prio')
  await page.locator('[role=option]', { hasText: 'priority:' }).waitFor()
  await press(page, 'Tab')
  await page.keyboard.type('hi')
  await press(page, 'Tab')
  await expect.poll(() => page.inputValue('#search')).toBe('printer priority:high')
  await press(page, 'Enter')
  await page.waitForURL(/q=printer(?:\+|%20)priority%3Ahigh/)
  await page.locator('.row').nth(1).waitFor()
  expect(await page.locator('.row').count()).toBe(2)

  await press(page, 'Escape', 'j', 'j', 'k', 'p')
  await page.getByRole('tooltip').waitFor()
  await press(page, 'Escape', 'x', 'j', 'X')
  expect(await textOf(page.locator('[data-bulk-count]'))).toBe('2 selected')
  await press(page, 's')
  await heading(page, 'Change 2 tickets')
  await expect.poll(() => nameOfFocus(page)).toBe('Status')
  await page.keyboard.type('In Prog')
  await press(page, 'Control+Enter')
  await heading(page, 'What would change')
  await expect.poll(() => nameOfFocus(page)).toContain('2 tickets')
  await press(page, 'Enter')
  await arrive(page, page.locator('.bulk__undo'))
  expect(statuses()).toEqual(['open', 'in_progress', 'in_progress', 'open'])
  await press(page, 'z')
  await arrive(page, page.locator('.flash'))
  expect(statuses()).toEqual(['open', 'open', 'open', 'open'])
}

async function answer(page: Page): Promise<void> {
  await order(page, 'door', DOOR)
  await heading(page, DOOR)
  await press(page, 'r')
  await page.keyboard.type('/hello ')
  await expect.poll(() => page.inputValue('#body')).toBe('Good morning, we look into it.')
  await press(page, 'Control+Enter')
  await arrive(page, page.locator('.event--held', { hasText: 'Leaves' }))
  await press(page, 'z')
  await arrive(page, page.locator('[data-draft-words]', { hasText: 'Draft of' }))
  expect(await page.locator('.event--held').count()).toBe(0)
  await press(page, 'r')
  expect(await page.inputValue('#body')).toBe('Good morning, we look into it.')
  await page.keyboard.type(' Soon.')
  await press(page, 'Control+Enter')
  await page.locator('.event--reply:not(.event--held)', { hasText: 'Soon.' }).waitFor({ timeout: 12_000 })

  await press(page, 'n')
  await page.keyboard.type('The hinge is broken.')
  await press(page, 'Control+Enter')
  await arrive(page, page.locator('.event--note', { hasText: 'hinge' }))
}

async function pass(page: Page): Promise<void> {
  await press(page, 'a')
  await tabTo(page, 'Berta Bold')
  await press(page, 'Enter')
  await arrive(page, page.locator('.ticket__side', { hasText: 'Berta Bold' }))
  await press(page, 's')
  await expect.poll(() => nameOfFocus(page)).toBe('Resolve')
  await press(page, 'Enter')
  await arrive(page, page.locator('.ticket__line', { hasText: 'Resolved' }))
  await press(page, 'y')
  await page.locator('.toast', { hasText: 'Summary copied' }).waitFor()

  await order(page, 'lift', LIFT)
  await heading(page, LIFT)
  await order(page, 'snooze', 'Snooze')
  await heading(page, `Snooze “${LIFT}”`)
  await tabTo(page, 'Tomorrow')
  await press(page, 'Enter')
  await arrive(page, page.getByRole('heading', { name: 'Snoozed' }))

  await order(page, 'paper', PAPER)
  await heading(page, PAPER)
  await order(page, 'merge', 'Merge into another ticket')
  await heading(page, 'Merge 3')
  await page.keyboard.type('2')
  await press(page, 'Enter')
  await heading(page, 'Merge 3 into 2')
  await expect.poll(() => nameOfFocus(page)).toBe('Merge into 2')
  await press(page, 'Enter')
  await heading(page, BLANK)
}

async function begin(page: Page): Promise<void> {
  await press(page, 'c')
  await page.waitForURL('**/tickets/new')
  await tabTo(page, 'Use a template', 'Shift+Tab')
  await press(page, 'Enter')
  await tabTo(page, 'New starter')
  await press(page, 'Enter')
  await page.waitForURL(/template=/)
  await expect.poll(() => nameOfFocus(page)).toBe('Title')
  await press(page, 'End')
  await page.keyboard.type(', Bo')
  await press(page, 'Control+Enter')
  await heading(page, 'A new starter, Bo')
  await tabTo(page, 'Laptop')
  await press(page, ' ')
  await page.getByText('1 of 2 done').first().waitFor()
}

async function keepView(page: Page): Promise<void> {
  await press(page, 'g', 't')
  await page.waitForURL('**/tickets')
  await order(page, 'save as', 'Save as view')
  await expect.poll(() => nameOfFocus(page)).toBe('Name of the view')
  await page.keyboard.type('All of today')
  await press(page, 'Enter')
  await heading(page, 'All of today')
  await press(page, 'g', 'v')
  await page.waitForURL('**/views')
  await tabTo(page, 'All of today')
  await press(page, 'Enter')
  await heading(page, 'All of today')
  await tabTo(page, 'Export as CSV')
  const download = page.waitForEvent('download')
  await press(page, 'Enter')
  expect((await download).suggestedFilename()).toMatch(/\.csv$/)
}

journey('works a whole day without the mouse', { timeout: 60_000 }, async () => {
  const evening = await chromium.window({ baseURL: server.url })
  await furnish(evening)

  const page = await chromium.window({ baseURL: server.url })
  await page.addInitScript(() => {
    addEventListener('pointerdown', () => console.error('somebody used the mouse'), true)
  })
  await arriveAtWork(page)
  await changeMany(page)
  await answer(page)
  await pass(page)
  await begin(page)
  await keepView(page)
  expect(done()).toEqual({
    tickets: [
      { id: 1, status: 'resolved', assignee: 'Berta Bold', into: null, snoozed: 0 },
      { id: 2, status: 'open', assignee: null, into: null, snoozed: 0 },
      { id: 3, status: 'closed', assignee: null, into: 2, snoozed: 0 },
      { id: 4, status: 'open', assignee: null, into: null, snoozed: 1 },
      { id: 5, status: 'open', assignee: null, into: null, snoozed: 0 },
    ],
    written: [
      { kind: 'reply', body: 'Good morning, we look into it. Soon.' },
      { kind: 'note', body: 'The hinge is broken.' },
    ],
    ticked: [
      { text: 'Laptop', done: 1 },
      { text: 'Badge', done: 0 },
    ],
    views: [{ name: 'All of today' }],
  })
})

function asked(sql: string): readonly unknown[] {
  const database = new Sqlite(path.join(rooms.home, 'pennant.db'), { readonly: true })
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}

const statuses = () =>
  asked('SELECT status FROM Ticket ORDER BY id').map((row) => (row as { readonly status: string }).status)

const done = () => ({
  tickets:
    asked(`SELECT t.id, t.status, p.name AS assignee, t.mergedIntoId AS "into", t.snoozedUntil IS NOT NULL AS snoozed
    FROM Ticket t LEFT JOIN Person p ON p.id = t.assigneeId ORDER BY t.id`),
  written: asked(`SELECT kind, body FROM "Update" WHERE ticketId = 1 AND kind <> 'system' ORDER BY id`),
  ticked: asked('SELECT text, doneAt IS NOT NULL AS done FROM ActionItem ORDER BY position'),
  views: asked(`SELECT name FROM View WHERE ownerId IS NOT NULL`),
})
