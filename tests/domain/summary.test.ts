import { describe, expect, it } from 'vitest'
import { contrastRatio, DEFAULT_PALETTE } from '#domain/palette.ts'
import { countdownLabel, patchInk, SUMMARY_SECTIONS, summaryText, type Summary } from '#domain/summary.ts'
import { summaryHtml } from '#features/tickets/summary/html.ts'

const DAY = 86_400_000
const words = (text: string) => ({ text, html: text === '' ? '' : `<p>${text}</p>` })

const SUMMARY: Summary = {
  number: '1042',
  title: 'Printer <on fire>',
  created: '19 Nov 2026, 08:00',
  updated: '21 Nov 2026, 10:00',
  urgency: { color: '#FDE047', word: 'Watch' },
  status: 'On Hold',
  holdReason: 'Researching solution',
  priority: { label: 'High', color: '#F97316' },
  due: 'No due date',
  agingSince: '19 Nov 2026',
  countdown: 'T-3 Days',
  facts: [{ label: 'Rack', text: 'B\n7' }],
  people: [
    { label: 'Requester', text: 'Monique Wallace' },
    { label: 'Watchers', text: 'Anna Berg, Bo Lind' },
  ],
  description: words('It smokes.\n\nSince Monday.'),
  links: ['https://example.com/a', 'https://example.com/b'],
  notes: words('Key under the mat.'),
  tags: [
    { name: 'vpn', color: '#1E293B' },
    { name: 'printer', color: '#1E293B' },
  ],
  updates: [
    { at: '21 Nov 2026, 10:00', by: 'Anna Berg', internal: false, moved: null, body: words('A new one comes.') },
    {
      at: '20 Nov 2026, 09:00',
      by: 'Bo Lind',
      internal: true,
      moved: { from: 'Open', to: 'On Hold' },
      body: words(''),
    },
  ],
}

const TEXT = `1042 Printer <on fire>

Created: 19 Nov 2026, 08:00
Updated: 21 Nov 2026, 10:00

Status: On Hold (Researching solution)
Priority: High
Due: No due date
SLA: T-3 Days
Rack: B 7

Requester: Monique Wallace
Watchers: Anna Berg, Bo Lind

Description:
  It smokes.

  Since Monday.

Links:
  https://example.com/a
  https://example.com/b

Notes:
  Key under the mat.

Tags: vpn, printer

Recent Updates:
- 21 Nov 2026, 10:00 by Anna Berg
  A new one comes.

- 20 Nov 2026, 09:00 by Bo Lind (note for agents)
  Status: Open → On Hold`

const HTML = [
  '<article><header><h1>1042 Printer &lt;on fire&gt;</h1><p>Created 19 Nov 2026, 08:00<br>Updated 21 Nov 2026, 10:00</p></header>',
  '<section><h2>Details</h2><table><tbody><tr><th scope="row">Status</th><td><span>On Hold, Watch</span> <span>Researching solution</span></td></tr>',
  '<tr><th scope="row">Priority</th><td><span>High</span></td></tr>',
  '<tr><th scope="row">Due</th><td>No due date <span>Aging since 19 Nov 2026</span></td></tr>',
  '<tr><th scope="row">SLA</th><td>T-3 Days</td></tr><tr><th scope="row">Rack</th><td>B\n7</td></tr></tbody></table></section>',
  '<section><h2>People</h2><table><tbody><tr><th scope="row">Requester</th><td>Monique Wallace</td></tr>',
  '<tr><th scope="row">Watchers</th><td>Anna Berg, Bo Lind</td></tr></tbody></table></section>',
  '<section><h2>Description</h2><p>It smokes.\n\nSince Monday.</p></section>',
  '<section><h2>Links</h2><ul><li><a href="https://example.com/a">https://example.com/a</a></li><li><a href="https://example.com/b">https://example.com/b</a></li></ul></section>',
  '<section><h2>Notes</h2><p>Key under the mat.</p></section>',
  '<section><h2>Tags</h2><p><span>vpn</span> <span>printer</span> </p></section>',
  '<section><h2>Recent updates</h2><div><p>21 Nov 2026, 10:00 by Anna Berg</p><p>A new one comes.</p></div>',
  '<div><p>20 Nov 2026, 09:00 by Bo Lind (note for agents)</p><p><b>Status:</b> Open → On Hold</p></div></section></article>',
].join('')

describe('a copied summary', () => {
  it('reads as plain text', () => expect(summaryText(SUMMARY, SUMMARY_SECTIONS)).toBe(TEXT))

  it('reads as HTML without styles', () =>
    expect(summaryHtml(SUMMARY, { sections: SUMMARY_SECTIONS, styled: false })).toBe(HTML))

  it('carries its styles when asked, and the same words', () => {
    const styled = summaryHtml(SUMMARY, { sections: SUMMARY_SECTIONS, styled: true })
    expect(styled).toContain('background: #FDE047; color: #')
    expect(styled.replaceAll(/ style="[^"]*"/g, '')).toBe(HTML)
  })

  it('keeps to the sections and their order', () => {
    expect(summaryText(SUMMARY, ['tags', 'header'])).toBe('Tags: vpn, printer\n\n1042 Printer <on fire>')
    expect(summaryHtml(SUMMARY, { sections: ['header', 'tags', 'timestamps'], styled: false })).toMatch(
      /<\/header><section><h2>Tags.*<section><p>Created/,
    )
    expect(summaryText(SUMMARY, [])).toBe('')
  })

  it('leaves out what is empty', () => {
    const bare = { ...SUMMARY, people: [], links: [], notes: words(''), tags: [], updates: [] }
    expect(summaryText(bare, ['people', 'links', 'notes', 'tags', 'updates', 'header'])).toBe('1042 Printer <on fire>')
    expect(summaryHtml(bare, { sections: ['people', 'links', 'notes', 'tags', 'updates'], styled: false })).toBe(
      '<article></article>',
    )
  })
})

it.each([
  [3 * DAY, 'T-3 Days'],
  [2 * DAY + 1, 'T-3 Days'],
  [DAY, 'T-1 Day'],
  [-1, 'T+1 Day'],
  [-DAY - 1, 'T+2 Days'],
])('counts %d ms to a deadline as %s', (left, label) => expect(countdownLabel(left, 0)).toBe(label))

it.each([
  ...Object.values(DEFAULT_PALETTE.gradient),
  ...Object.values(DEFAULT_PALETTE.priorities),
  '#000000',
  '#FFFFFF',
])('writes readably on %s', (color) => expect(contrastRatio(patchInk(color), color)).toBeGreaterThanOrEqual(4.5))
