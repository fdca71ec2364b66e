import MarkdownIt from 'markdown-it'
import sanitizeHtml from 'sanitize-html'

const MOST_CACHED_CHARS = 4_000_000

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true })
// Only what names its scheme becomes a link: `README.md` is a file, not a site in Moldova.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: true })
// A picture from elsewhere would tell that host who reads; it becomes a link.
markdown.renderer.rules.image = (tokens, index) => {
  const token = tokens[index]
  const label = markdown.utils.escapeHtml(token?.content ?? '')
  const source = String(token?.attrGet('src') ?? '')
  return source.startsWith('/attachments/')
    ? `<img src="${markdown.utils.escapeHtml(source)}" alt="${label}">`
    : `<a href="${markdown.utils.escapeHtml(source)}">${label || markdown.utils.escapeHtml(source)}</a>`
}

const ALLOWED: sanitizeHtml.IOptions = {
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
    a: sanitizeHtml.simpleTransform('a', { rel: 'noreferrer noopener nofollow' }),
    // Headings of a ticket stand below those of its page.
    h1: 'h3',
    h2: 'h4',
  },
}

const cache = new Map<string, string>()
let cachedChars = 0

/** Markdown of people as HTML that may stand in a page: raw HTML is text, and what comes out is sanitised once more. */
export function renderMarkdown(text: string): string {
  const known = cache.get(text)
  if (known !== undefined) return known

  const html = isPlain(text) ? plainParagraphs(text) : sanitizeHtml(markdown.render(text), ALLOWED)
  remember(text, html)
  return html
}

/** Most texts are plain: nothing in them could be Markdown, a link or HTML. */
const isPlain = (text: string): boolean => !/[*_`#>[\]|~\\<&"+=:@]|^\s*[-\d]|^ {4}|\t|--/m.test(text)

const plainParagraphs = (text: string): string =>
  text
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => `<p>${paragraph.trim().replace(/\n/g, '<br />')}</p>`)
    .join('')

function remember(text: string, html: string): void {
  if (cachedChars > MOST_CACHED_CHARS) {
    cache.clear()
    cachedChars = 0
  }
  cache.set(text, html)
  cachedChars += text.length + html.length
}
