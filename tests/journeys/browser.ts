import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome.exe']
const PLACES = [
  ...(process.env.PATH ?? '').split(path.delimiter),
  '/Applications/Google Chrome.app/Contents/MacOS',
  'C:\\Program Files\\Google\\Chrome\\Application',
]

const executable = findChromium()
if (executable === null && process.env.CI === 'true') {
  throw new Error('The journeys need a Chromium: install one, or name it in the environment variable CHROMIUM.')
}

function findChromium(): string | null {
  const named = process.env.CHROMIUM
  if (named !== undefined && named !== '') return named

  const candidates = NAMES.flatMap((name) => PLACES.map((place) => path.join(place, name)))
  return candidates.find((file) => existsSync(file)) ?? null
}

/** A test in a real browser; where there is none, it is skipped by its name. */
export const journey = it.skipIf(executable === null)

export type Window = Page & {
  /** What its console and the network said that must not be: errors, and requests to other hosts. */
  readonly complaints: string[]
}

type Options = BrowserContextOptions & { readonly baseURL: string }

/** One Chromium for a whole file; each window it opens is somebody's own browser. */
export function openChromium(): { readonly window: (options: Options) => Promise<Window> } {
  let browser: Browser | null = null
  beforeAll(async () => {
    browser = await chromium.launch({
      ...(executable === null ? {} : { executablePath: executable }),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    })
  })
  afterAll(() => browser?.close())

  return {
    window: async (options) => {
      const context = await browser!.newContext({ viewport: { width: 1280, height: 860 }, ...options })
      context.setDefaultTimeout(8000)
      const page = await context.newPage()
      const watched = watch(page, options.baseURL)
      onTestFinished(async () => {
        await context.close()
        expect(watched.complaints).toEqual([])
      })
      return watched
    },
  }
}

// A form that is refused and a server that is away are part of some journeys.
const EXPECTED =
  /status of 4(?:04|09|22)|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET/

function watch(page: Page, baseURL: string): Window {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text())) complaints.push(message.text())
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(baseURL) && !/^(?:data|blob):/.test(url)) complaints.push(`asked ${url}`)
  })
  return Object.assign(page, { complaints })
}

/** Waits until this sight is on the page and the page's script has run, so that keys and choices mean something. */
export async function arrive(page: Page, sight: Locator): Promise<void> {
  await sight.waitFor()
  await page.waitForLoadState('domcontentloaded')
}

/** What people read there, with its white space folded. */
export const textOf = async (place: Locator): Promise<string> => (await place.innerText()).replace(/\s+/g, ' ').trim()

/** Leaves a mark that a reload would wipe out; `stillThere` asks for it. */
export async function mark(page: Page): Promise<{ readonly stillThere: () => Promise<boolean> }> {
  await page.evaluate(() => Object.assign(window, { marked: true }))
  return { stillThere: () => page.evaluate(() => 'marked' in window) }
}
