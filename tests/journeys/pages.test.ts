import { expect } from 'vitest'
import { move, reply, writeTicket } from './acts.ts'
import { journey, openChromium, type Window } from './browser.ts'
import { inspect } from './inspect.ts'
import { runServer } from './server.ts'

const server = runServer((command) => command('setup', '--preset', 'personal'))
const chromium = openChromium()

const WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'

const PAGES = [
  '/',
  '/tickets',
  '/tickets?q=nothing+like+it',
  '/tickets?group=assignee',
  '/views',
  '/views/new',
  '/views/columns',
  '/tickets/new',
  '/tickets/1',
  '/tickets/1/edit',
  '/tickets/1/explanation',
  '/tickets/1/updates/3/edit',
  '/tickets/2',
  '/tickets/2/merge',
  '/tickets/2/relations',
  `/tickets?q=${WORD}${WORD}`,
  '/me',
  '/keys',
  '/flag',
]

async function furnish(page: Window): Promise<void> {
  await writeTicket(page, { title: 'A quite ordinary ticket', priority: 'Critical' })
  await reply(page, 'A reply with https://example.com/a/rather/long/address')
  await page.locator('[name=kind][value=note]').check()
  await reply(page, 'A note.')
  await move(page, 'Start work')
  await writeTicket(page, {
    title: `${WORD} ${WORD}`,
    description: `${WORD}${WORD}${WORD}\n\n| a | b |\n|---|---|\n| ${WORD} | ${WORD} |`,
    requester: `${WORD}${WORD} <someone@example.com>`,
  })
}

journey.for([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const)(
  'is accessible, quiet and never wider than its window: %s at %d',
  { timeout: 60_000 },
  async ([colorScheme, width]) => {
    const page = await chromium.window({
      baseURL: server.url,
      colorScheme,
      viewport: { width, height: 844 },
      hasTouch: width < 500,
    })
    await page.goto('/tickets/1')
    if ((await page.locator('#ticket-title').count()) === 0) await furnish(page)

    for (const path of [...PAGES, '/nothing-here']) {
      const answer = await page.goto(path)
      expect([path, answer?.status()]).toEqual([path, path === '/nothing-here' ? 404 : 200])
      await inspect(page)
    }
  },
)
