import { expect, it } from 'vitest'
import { renderMarkdown } from '#lib/markdown.ts'

const LONG = 100_000
const filled = (piece: string) => piece.repeat(LONG / piece.length)

it.each(['[', '*a ', 'a@b.cd ', '<http://a', '- a\n', 'http://a.bc ', '![<b>', '"--', '1. a\n'])(
  'shows a hundred thousand marks of %j as they were typed',
  (piece) => {
    const html = renderMarkdown(filled(piece))
    expect(html.replace(/<\/?p>|<br \/>/g, '')).not.toContain('<')
    expect(html.length).toBeGreaterThan(LONG / 2)
  },
)

it('makes no more cells than a few letters are worth', () => {
  const wide = `${'a|'.repeat(2000)}\n${'-|'.repeat(2000)}\n${'|\n'.repeat(2000)}`
  expect(renderMarkdown(wide).length).toBeLessThan(100_000)
  expect(renderMarkdown('|a|b|\n|-|-|\n|c|d|')).toContain('<td>c</td>')
})

it('keeps long texts of people and long code as they are meant', () => {
  const story = `# Report\n\n${'It was **cold**, and nobody saw [the log](https://example.com/a). '.repeat(500)}`
  expect(renderMarkdown(story)).toContain('<strong>cold</strong>')
  const log = renderMarkdown(`Look:\n\n\`\`\`\n${filled('[09:00:00] a.b.c: <x> |\n')}\n\`\`\`\nThat is **all**.`)
  expect(log).toContain('<pre><code>[09:00:00]')
  expect(log).toContain('<strong>all</strong>')
})

it('does not take for code what is none', () => {
  const html = renderMarkdown(`\`\`\`a\`\n${filled('*a ')}\n\`\`\``)
  expect(html).not.toContain('<em>')
})
