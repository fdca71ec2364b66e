import type { Browser } from '../support/house.ts'

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }

const unescaped = (html: string): string =>
  html.replace(/&(?:#(\d+)|(\w+));/g, (whole, code?: string, name?: string) =>
    code === undefined ? (NAMED[name ?? ''] ?? whole) : String.fromCodePoint(Number(code)),
  )

/** What a person reads of some HTML, on one line. */
export const wordsOf = (html: string): string =>
  unescaped(html.replace(/<(?:script|style|title)\b[\s\S]*?<\/\w+>|<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()

/** What the main part of a page says, without what surrounds every page. */
export const mainOf = (html: string): string => wordsOf(/<main\b[\s\S]*<\/main>/.exec(html)?.[0] ?? '')

/** The error beside a field; '' where there is none. */
export const problemAt = (html: string, name: string): string =>
  wordsOf(new RegExp(`<p class="field__error" id="${name}-error">([\\s\\S]*?)</p>`).exec(html)?.[1] ?? '')

/** The facts beside a ticket's text, by their label. */
export function factsOf(html: string): Readonly<Record<string, string>> {
  const facts = [...html.matchAll(/<dt>([\s\S]*?)<\/dt>\s*<dd>([\s\S]*?)<\/dd>/g)]
  return Object.fromEntries(facts.map(([, label = '', text = '']) => [wordsOf(label), wordsOf(text)]))
}

/** The entries of a timeline, each as one sentence. */
export const eventsOf = (html: string): string[] =>
  [...html.matchAll(/<li class="event event--[\s\S]*?(?=<li class="event |<\/ol>)/g)].map(([event]) => wordsOf(event))

/** The numbers of the tickets in a list or on a board, in their order. */
export const rowsOf = (html: string): number[] =>
  [...html.matchAll(/<li class="row [^"]*" id="t(\d+)">/g)].map(([, id]) => Number(id))

/** What a row says, found by its ticket. */
export const rowOf = (html: string, id: number): string =>
  wordsOf(new RegExp(`id="t${id}">[\\s\\S]*?</li>`).exec(html)?.[0] ?? '')

/** Where the link with this label leads; null when there is none. */
export function linkTo(html: string, label: string): string | null {
  const tag = new RegExp(`<a [^>]*aria-label="${label}"[^>]*>`).exec(html)?.[0]
  return tag === undefined ? null : attribute(tag, 'href')
}

/** The fields of the form that posts to `action`, as a browser would send them untouched; its token is the browser's affair. */
export function formOf(html: string, action: string): Record<string, string> {
  const form =
    [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)]
      .map(([text]) => text)
      .find((text) => text.includes(`action="${action}"`) && text.includes('method="post"')) ?? ''
  const fields: Record<string, string> = {}
  for (const [whole, tag = '', kind] of form.matchAll(/(<(input|textarea|select)\b[^>]*>)(?:[\s\S]*?<\/\2>)?/g)) {
    const [name, type] = [attribute(tag, 'name'), attribute(tag, 'type')]
    const unticked = (type === 'radio' || type === 'checkbox') && !/\schecked/.test(tag)
    if (name === '' || name === '_csrf' || type === 'file' || unticked) continue
    if (kind === 'input') fields[name] = attribute(tag, 'value')
    else
      fields[name] =
        kind === 'select'
          ? chosen(whole)
          : unescaped(
              whole
                .slice(tag.length)
                .replace(/<\/textarea>$/, '')
                .replace(/^\n/, ''),
            )
  }
  return fields
}

function chosen(select: string): string {
  const options = [...select.matchAll(/<option\b[^>]*>/g)].map(([tag]) => tag)
  return attribute(options.find((tag) => /\sselected/.test(tag)) ?? options[0] ?? '', 'value')
}

const attribute = (tag: string, name: string): string =>
  unescaped(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '')

/** Opens a ticket through its form and answers its number. */
export async function openTicket(browser: Browser, fields: Readonly<Record<string, string>> = {}): Promise<number> {
  const answer = await browser
    .post('/tickets', { title: 'Printer on fire', description: 'It smokes.', ...fields })
    .expect(303)
  return Number(answer.headers.location?.split('/').at(-1))
}
