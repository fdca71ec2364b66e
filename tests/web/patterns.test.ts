import { expect, it } from 'vitest'
import { fieldTest } from '#domain/field-filters.ts'
import { parseField } from '#domain/field-values.ts'
import { parseQuietHours } from '#domain/flag-quiet.ts'
import { watchProblem } from '#domain/flag-watch.ts'
import { freshserviceAddress } from '#domain/freshservice-address.ts'
import { parseNumber, validateNumberFormat } from '#domain/numbers.ts'
import { matchOf } from '#domain/search/match.ts'
import { excerpt, foldName, initials } from '#domain/text.ts'
import { parsePeople } from '#domain/ticket-file.ts'
import { isMail, parsePerson } from '#domain/typed-person.ts'
import { normalHeader, sniffDelimiter } from '#lib/csv.ts'
import { commaList, line, lines } from '#lib/fields.ts'
import { endingOf, safeFileName } from '#lib/file-names.ts'
import { localPath } from '#lib/local-path.ts'
import { parseLossless } from '#lib/lossless-json.ts'
import { renderMarkdown, textOfHtml } from '#lib/markdown.ts'
import { networks } from '#lib/networks.ts'
import { positives, whole } from '#lib/number-fields.ts'
import { passwordProblem } from '#lib/passwords.ts'
import { deviceWords } from '#lib/user-agent.ts'
import { isZone, localToInstant } from '#lib/zones.ts'
import { foreseen } from '#web/errors.ts'
import { hostName } from '#web/proxies.ts'
import { freshserviceForm } from '#features/sources/settings/schema.ts'

const LONG = 100_000
/** What is quadratic takes ten seconds of this; what is not takes a hundredth of one. */
const LONGEST_MS = 1500

const field = (type: 'number' | 'date' | 'text') => ({ type })
const shape = { key: 'k', label: 'L', type: 'link', options: [], required: false } as unknown as Parameters<
  typeof parseField
>[0]

const READERS: readonly [string, (text: string) => unknown][] = [
  ['a file name', safeFileName],
  ['its ending', endingOf],
  ['a line', (text) => line(100).safeParse(text)],
  ['lines', (text) => lines(100).safeParse(text)],
  ['a list', (text) => commaList(2000, LONG).safeParse(text)],
  ['a watcher list', (text) => commaList(2000, LONG, /(?:"[^"\n]*"|[^,\n])+/g).safeParse(text)],
  ['whole numbers', (text) => whole(1, 5).safeParse(text)],
  ['numbers', (text) => positives(5, 5).safeParse(text)],
  ['an account', freshserviceAddress],
  ['the form of an account', (text) => freshserviceForm.safeParse({ domain: text, link_url: text, workspaces: text })],
  ['a filter of numbers', (text) => fieldTest(field('number'), text)],
  ['a filter of days', (text) => fieldTest(field('date'), text)],
  ['a link', (text) => parseField(shape, text)],
  ['quiet hours', parseQuietHours],
  ['a watch', watchProblem],
  ['a search', (text) => matchOf(text)],
  ['a ticket number', (text) => parseNumber(text, 'HD-{id:06}')],
  ['a number format', validateNumberFormat],
  ['an excerpt', (text) => excerpt(text, 200)],
  ['a folded name', foldName],
  ['initials', initials],
  ['a person', parsePerson],
  ['a mail address', isMail],
  ['a list of people', (text) => parsePeople(`1:${text}`, true)],
  ['a header of a CSV', normalHeader],
  ['a delimiter', sniffDelimiter],
  ['a path', localPath],
  ['JSON', (text) => parseLossless(JSON.stringify({ text, more: [text] }))],
  ['HTML', textOfHtml],
  ['Markdown', renderMarkdown],
  ['an address', networks(['10.0.0.0/8'])],
  ['a password', (text) => passwordProblem(text.slice(0, 1000), ['word'])],
  ['a browser', deviceWords],
  ['a zone', isZone],
  ['an instant', (text) => localToInstant(text, 'UTC')],
  ['a host', hostName],
  ['a failure', (text) => foreseen(new Error(text))],
]

const PIECES = [
  'a',
  ' ',
  '.',
  '. ',
  '/',
  '_',
  '-',
  '"',
  '""',
  "'",
  '(',
  '[',
  '![',
  '[](',
  '*',
  '**a',
  '_a ',
  '`',
  '```\n',
]
const MORE = ['<', '<a', '<br ', '</', '<!--', '&', '&#', '>', '> ', '\n', ' \n', '\t', '#', '?', '=', '&a=', ',', ', ']
const REST = [
  '1',
  '1.',
  '1:',
  '- ',
  '..',
  '@',
  'a@',
  'a.',
  'http://',
  'http://a@',
  '\\',
  '\\n',
  '{',
  '{id',
  '\u0301',
  '漢',
  '~',
  '|',
  '1e',
]
const HOSTILE = [...PIECES, ...MORE, ...REST].flatMap((piece) => {
  const long = piece.repeat(LONG / piece.length)
  return [long, `${long}!`, `a${long}\0`, `>${long}\n=`]
})

it.each(READERS)(
  'reads %s of a hundred thousand hostile characters at once',
  (_what, read) => {
    const slow = HOSTILE.flatMap((text) => {
      const began = performance.now()
      try {
        read(text)
      } catch {
        // Refusing is as good as reading.
      }
      const took = performance.now() - began
      return took > LONGEST_MS ? [[text.slice(0, 12), took]] : []
    })
    expect(slow).toEqual([])
  },
  120_000,
)
