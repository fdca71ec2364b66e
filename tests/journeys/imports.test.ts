import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect } from 'vitest'
import { journey, mark, openChromium, textOf } from './browser.ts'
import { ROOT, runServer } from './server.ts'

const file = (name: string) => path.join(ROOT, '../shared/data', name)
const FILES = ['tickettracker-demo.json', 'servicenow-incident-events.csv', 'support-tickets.csv']

describe.skipIf(!FILES.every((name) => existsSync(file(name))))(
  'the real files (skipped without the shared data)',
  () => {
    const server = runServer((command) => {
      command('setup', '--preset', 'personal')
      command('import', 'tickettracker', file('tickettracker-demo.json'))
      command('import', 'csv', file('servicenow-incident-events.csv'), '--zone', 'UTC')
      command('import', 'csv', file('support-tickets.csv'))
    })
    const chromium = openChromium()

    journey('stand on the board in their stages', async () => {
      const page = await chromium.window({ baseURL: server.url })
      await page.goto('/')
      const word = async (id: number) => textOf(page.locator(`#t${id} .row__word`))

      expect(await textOf(page.locator('.figures'))).toMatch(/^Open 1,5\d\d Overdue 2 /)
      expect(await textOf(page.locator('.sky__title'))).toMatch(/^(?:Feature request: dark mode|Gateway outage)/)
      expect(await word(1)).toBe('Overdue')
      expect(await word(4)).toBe('Overdue')
      expect(await word(2)).toBe('On Hold')
      expect(await word(3)).toBe('Resolved')
      expect(await page.locator('#t5').count()).toBe(0)
      const words = await page.locator('.row__word').allInnerTexts()
      expect(new Set(words.slice(2, 20))).toEqual(new Set(['On track']))
    })

    journey('change the flag of another window, its icon and its title', async () => {
      const [one, other] = [
        await chromium.window({ baseURL: server.url }),
        await chromium.window({ baseURL: server.url }),
      ]
      await one.goto('/')
      const { stillThere } = await mark(one)
      const icon = () => one.locator('link[rel=icon]').getAttribute('href')
      expect(await one.title()).toBe('(2) Board · Pennant')
      expect(await icon()).toContain('state=overdue')

      for (const [id, left] of [
        [1, '(1) Board · Pennant'],
        [4, 'Board · Pennant'],
      ] as const) {
        await other.goto(`/tickets/${id}`)
        await other.locator('summary', { hasText: 'Put on hold' }).click()
        await other.locator('#move-on_hold').fill('Awaiting parts')
        await other.locator('.menu__sheet').getByRole('button', { name: 'Put on hold' }).click()
        await one.waitForFunction((title) => document.title === title, left)
      }
      await one.waitForFunction(() =>
        document.querySelector('link[rel=icon]')?.getAttribute('href')?.includes('stage0'),
      )
      expect(await textOf(one.locator('.sky h1'))).toMatch(/on track$/)
      expect(await stillThere()).toBe(true)
    })
  },
)
