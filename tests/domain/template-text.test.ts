import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commonValues, templateFields } from '#domain/template-fields.ts'
import { fillText, firstName, piecesOf, templateProblem } from '#domain/template-text.ts'

const VALUES: Readonly<Record<string, string>> = {
  'requester.first_name': 'Zoë',
  'requester.email': '',
  'ticket.title': '{{ agent.name }} {{ cursor }}',
  'agent.name': 'Ann Agent',
}
const filled = (text: string) => fillText(text, (name) => (Object.hasOwn(VALUES, name) ? VALUES[name] : undefined)).text

describe('a template', () => {
  it.each([
    ['plain text', 'Hello.', 'Hello.'],
    ['a field', 'Hello {{ requester.first_name }},', 'Hello Zoë,'],
    ['a field without blanks, in capitals', '{{REQUESTER.First_Name}}', 'Zoë'],
    ['a default where nothing is known', 'Mail: {{ requester.email | none | given }}.', 'Mail: none | given.'],
    ['no default where something is known', '{{ requester.first_name | there }}', 'Zoë'],
    ['nothing where there is neither', '[{{ requester.email }}]', '[]'],
    ['no more of what a value contains', '{{ ticket.title }}', '{{ agent.name }} {{ cursor }}'],
    [
      'as typed what nobody knows',
      '{{ constructor }} {{ 1+1 }} {{ a.b() }}',
      '{{ constructor }} {{ 1+1 }} {{ a.b() }}',
    ],
    ['as typed what is not closed', 'A {{ agent.name and {{ agent.name }}', 'A {{ agent.name and Ann Agent'],
    ['as typed the tags of other languages', '{% for %} {# x #} ${a} <%= b %>', '{% for %} {# x #} ${a} <%= b %>'],
  ])('says %s', (_case, template, text) => {
    expect(filled(template)).toBe(text)
  })

  it('leaves the cursor where it stood', () => {
    expect(fillText('Hi {{ agent.name }}, {{ cursor }} bye', () => 'Ann')).toEqual({ text: 'Hi Ann,  bye', cursor: 8 })
    expect(fillText('Hi', () => 'x').cursor).toBeNull()
  })

  it('keeps a value on its line', () => {
    expect(fillText('> {{ agent.name }}', () => 'a\n\nb').text).toBe('> a b')
  })

  it('loses nothing when it is taken apart', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('{{', '}}', '{', '}', ' x ', '|', '\n', 'agent.name', 'ä')), (parts) => {
        const template = parts.join('')
        const together = piecesOf(template).map((piece) => (piece.kind === 'text' ? piece.text : piece.typed))
        expect(together.join('')).toBe(template)
        expect(fillText(template, () => undefined).text).toBe(template.replace(/\{\{ *cursor *\}\}/g, ''))
      }),
    )
  })

  it('never says more than its text and its values', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, value) => {
        const text = fillText(`${before.replace(/[{}]/g, '')}{{ agent.name }}!`, () => value).text
        expect(text).toBe(`${before.replace(/[{}]/g, '')}${value.replace(/\s+/g, ' ').trim()}!`)
      }),
    )
  })

  it.each([
    ['{{'.repeat(100_000)],
    [`{{${' '.repeat(200_000)}`],
    ['{{ a }}'.repeat(30_000)],
    ['{{ a | '.repeat(40_000)],
  ])('takes its time in proportion to its length: %#', (template) => {
    const began = process.hrtime.bigint()
    fillText(template, () => 'x')
    expect(Number(process.hrtime.bigint() - began) / 1e6).toBeLessThan(1000)
  })
})

describe('saving a template', () => {
  const known = templateFields('reply', []).map(({ name }) => name)

  it.each([
    ['Hi {{ requester.first_name | there }}, {{ ticket.link }} {{ date + 2 weeks }} {{date-1d}}', null],
    ['Hi {{ requestor.name }}', 'There is no field {{ requestor.name }}. Did you mean {{ requester.name }}?'],
    ['{{ ticket.nubmer }}', 'There is no field {{ ticket.nubmer }}. Did you mean {{ ticket.number }}?'],
    ['{{ }}', 'An empty field stands between {{ and }}. Name one, or remove it.'],
    ['{{ date + x }}', 'Write {{ date + x }} as a number of days or weeks, such as {{ date+3d }}.'],
    ['Hi {{ agent.name\nbye', '“{{ agent.name” is not closed. End the field with }}.'],
    ['{{ cursor }} {{ cursor }}', 'Name {{ cursor }} once: there is one cursor.'],
  ])('answers %j', (template, problem) => {
    expect(templateProblem(template, known)).toBe(problem)
  })

  it('offers no fields of a ticket that is not there yet', () => {
    const names = templateFields('ticket', []).map(({ name }) => name)
    expect(templateProblem('{{ today }} {{ requester.name }}', names)).toBeNull()
    expect(templateProblem('{{ ticket.number }}', names)).toMatch(/^There is no field/)
  })
})

describe('the values', () => {
  const about = { requester: { name: 'Wallace, Monique', email: null }, agent: 'Ann Agent', company: 'Harbour IT' }
  const valueOf = commonValues(about, { at: Date.UTC(2026, 11, 31, 23, 30), zone: 'Europe/Berlin' })

  it.each([
    ['requester.first_name', 'Monique'],
    ['requester.email', ''],
    ['agent.first_name', 'Ann'],
    ['company', 'Harbour IT'],
    ['today', '1 January 2027'],
    ['date+3d', '4 January 2027'],
    ['date-1w', '25 December 2026'],
    ['weekday', 'Friday'],
    ['week', '53'],
    ['month', 'January'],
    ['year', '2027'],
    ['__proto__', undefined],
  ])('%s is %s', (name, value) => {
    expect(valueOf(name)).toBe(value)
  })

  it.each([
    ['Monique Wallace', 'Monique'],
    ['Wallace,', 'Wallace'],
    ['', ''],
  ])('call %j %j', (name, first) => {
    expect(firstName(name)).toBe(first)
  })
})
