import type MarkdownIt from 'markdown-it'
import { createRequire } from 'node:module'
import type sanitizeHtml from 'sanitize-html'
import { escapeHtml } from './html.ts'

const MOST_CACHED_CHARS = 4_000_000
/** What people write has a few hundred marks; beyond this a text could hold up everybody for a second. */
const MOST_MARKS = 10_000
/** A row may leave out cells, so that few letters ask for very many of them. */
const MOST_CELLS = 20_000

type Markdown = InstanceType<typeof MarkdownIt>
type Strip = (html: string) => string
type Tools = {
  readonly markdown: Markdown
  readonly tableless: Markdown
  readonly sanitize: Strip
  readonly strip: Strip
}

let tools: Tools | null = null

/** The two libraries take a tenth of a second to load, so the first text that needs them pays, not the start. */
function openTools(): Tools {
  const require = createRequire(import.meta.url)
  const Maker = require('markdown-it') as typeof MarkdownIt
  const sanitize = require('sanitize-html') as typeof sanitizeHtml
  const allowed = allowedBy(sanitize)
  const made = () => configured(new Maker({ html: false, linkify: true, breaks: true }))
  return {
    markdown: made(),
    tableless: made().disable('table'),
    sanitize: (html) => sanitize(html, allowed),
    strip: (html) => sanitize(html, { allowedTags: [], allowedAttributes: {} }),
  }
}

function configured(markdown: Markdown): Markdown {
  const { escapeHtml } = markdown.utils
  // Only what names its scheme becomes a link: `README.md` is a file, not a site in Moldova.
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: true })
  // A picture from elsewhere would tell that host who reads; it becomes a link.
  markdown.renderer.rules.image = (tokens, index) => {
    const token = tokens[index]
    const label = escapeHtml(token?.content ?? '')
    const source = escapeHtml(String(token?.attrGet('src') ?? ''))
    return source.startsWith('/attachments/')
      ? `<img src="${source}" alt="${label}">`
      : `<a href="${source}">${label || source}</a>`
  }
  return markdown
}

const allowedBy = (sanitize: typeof sanitizeHtml): sanitizeHtml.IOptions => ({
  allowedTags: [
    'p',
    'br',
    'strong',
    'em',
    's',
    'del',
    'code',
    'pre',
    'blockquote',
    'ul',
    'ol',
    'li',
    'hr',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'a',
    'img',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
  ],
  allowedAttributes: { a: ['href', 'rel', 'title'], img: ['src', 'alt'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel', 'ftp'],
  allowProtocolRelative: false,
  transformTags: {
    a: sanitize.simpleTransform('a', { rel: 'noreferrer noopener nofollow' }),
    // Headings of a ticket stand below those of its page.
    h1: 'h3',
    h2: 'h4',
  },
})

const cache = new Map<string, string>()
let cachedChars = 0

/** Markdown of people as HTML that may stand in a page: raw HTML is text, and what comes out is sanitised once more. A text of marks without end stays as it was typed. */
export function renderMarkdown(text: string): string {
  const known = cache.get(text)
  if (known !== undefined) return known

  const html = isPlain(text)
    ? plainParagraphs(text)
    : isEndless(text)
      ? plainParagraphs(escapeHtml(text))
      : rendered(text)
  remember(text, html)
  return html
}

function rendered(text: string): string {
  const { markdown, tableless, sanitize } = (tools ??= openTools())
  return sanitize((mostCells(text) > MOST_CELLS ? tableless : markdown).render(text))
}

const FENCED = /^(```|~~~)[^`\n]*\n[\s\S]*?^\1/gm

// Code is shown as it is, however many marks it holds.
const isEndless = (text: string): boolean =>
  text.length > MOST_MARKS && count(text.replace(FENCED, ''), /[*_`#>[\]|~\\<&"+=:@.-]|^\d/gm) > MOST_MARKS

function mostCells(text: string): number {
  if (!text.includes('|')) return 0
  const lines = text.split('\n')
  return lines.length * Math.max(...lines.map((line) => count(line, /\|/g)))
}

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0

/** Most texts are plain: nothing in them could be Markdown, a link or HTML. */
const isPlain = (text: string): boolean => !/[*_`#>[\]|~\\<&"+=:@]|^[^\S\n]*[-\d]|^ {4}|\t|--/m.test(text)

const plainParagraphs = (text: string): string =>
  text
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => `<p>${paragraph.trim().replace(/\n/g, '<br />')}</p>`)
    .join('')

function remember(text: string, html: string): void {
  // The oldest go first, so that a few long texts do not cost all others their place.
  for (const [oldest, known] of cache) {
    if (cachedChars <= MOST_CACHED_CHARS) break
    cache.delete(oldest)
    cachedChars -= oldest.length + known.length
  }
  cache.set(text, html)
  cachedChars += text.length + html.length
}

const BLOCK_END = /<br\s*\/?>|<\/(?:p|div|li|tr|h[1-6]|blockquote|pre)\s*>/gi
const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' }

/** The words of a piece of HTML without its marks; paragraphs and line breaks stay apart. */
export function textOfHtml(html: string): string {
  if (!/[<&]/.test(html)) return html.trim()

  const { strip } = (tools ??= openTools())
  return strip(html.replace(/\s+/g, ' ').replace(BLOCK_END, '$&\n'))
    .replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
