import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect } from 'vitest'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

type Finding = { readonly id: string; readonly nodes: readonly { readonly html: string }[] }

/** Holds this page against WCAG 2.2 AA, and against the width of its window. */
export async function inspect(page: Page): Promise<void> {
  const { pathname, search } = new URL(page.url())
  const found = await page.evaluate<Finding[]>(
    `${AXE};axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) => violations)`,
  )
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  const words = found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120) ?? ''}`)
  expect({ page: pathname + search, words, sideways }).toEqual({ page: pathname + search, words: [], sideways: 0 })
}
