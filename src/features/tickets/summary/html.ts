import {
  patchInk,
  type Fact,
  type Passage,
  type Summary,
  type SummarySection,
  type SummaryUpdate,
} from '#domain/summary.ts'
import { html, Html } from '#lib/html.ts'

type Dress = (name: keyof typeof STYLES, more?: string) => Html

const INK = '#0F172A'
const QUIET = '#475569'
const LINE = '#CBD5E1'

const STYLES = {
  whole: `font-family: 'Segoe UI', 'Helvetica Neue', Arial, sans-serif; color: ${INK}; line-height: 1.5; max-width: 720px`,
  head: `border-bottom: 1px solid ${LINE}; margin: 0 0 16px; padding: 0 0 10px`,
  title: 'margin: 0 0 4px; font-size: 20px; line-height: 1.25',
  times: `margin: 0; font-size: 13px; color: ${QUIET}`,
  section: 'margin: 0 0 16px',
  heading: `margin: 0 0 4px; font-size: 13px; color: ${QUIET}`,
  table: 'border-collapse: collapse',
  label: `padding: 2px 16px 2px 0; text-align: left; vertical-align: top; font-weight: normal; color: ${QUIET}`,
  value: 'padding: 2px 0; vertical-align: top',
  patch: 'display: inline-block; padding: 1px 8px; border-radius: 4px; font-weight: 600',
  hint: `color: ${QUIET}`,
  list: 'margin: 0; padding: 0 0 0 18px',
  update: `margin: 0 0 10px; padding: 0 0 0 12px; border-left: 3px solid ${LINE}`,
} as const

const NOTHING = new Html('')

const dressed: Dress = (name, more = '') => html` style="${STYLES[name]}${more}"`
const plain: Dress = () => NOTHING

/** The summary as HTML that mail and chat programs keep; with styles of its own, or with none. */
export function summaryHtml(
  summary: Summary,
  { sections, styled }: { sections: readonly SummarySection[]; styled: boolean },
): string {
  const dress = styled ? dressed : plain
  const parts = joined(sections).flatMap((section) => PARTS[section](summary, dress))
  return html`<article${dress('whole')}>${parts}</article>`.text
}

type Place = SummarySection | 'headed'

/** Times that stand beside the header go into it. */
function joined(sections: readonly SummarySection[]): readonly Place[] {
  const [header, times] = [sections.indexOf('header'), sections.indexOf('timestamps')]
  if (header < 0 || times < 0 || Math.abs(header - times) !== 1) return sections
  return sections.flatMap((section) => (section === 'header' ? ['headed'] : section === 'timestamps' ? [] : [section]))
}

type Part = (summary: Summary, dress: Dress) => readonly Html[]

const title = ({ number, title }: Summary, dress: Dress) => html`<h1${dress('title')}>${number} ${title}</h1>`
const times = ({ created, updated }: Summary, dress: Dress) =>
  html`<p${dress('times')}>Created ${created}<br>Updated ${updated}</p>`

const row = (dress: Dress, label: string, value: Html | string) =>
  html`<tr><th scope="row"${dress('label')}>${label}</th><td${dress('value')}>${value}</td></tr>`

const patch = (dress: Dress, { word, color }: { word: string; color: string }) =>
  html`<span${dress('patch', `; background: ${color}; color: ${patchInk(color)}`)}>${word}</span>`

const section = (dress: Dress, heading: string, inside: Html): readonly Html[] => [
  html`<section${dress('section')}><h2${dress('heading')}>${heading}</h2>${inside}</section>`,
]

const passage = (dress: Dress, heading: string, { text, html: words }: Passage): readonly Html[] =>
  text === '' ? [] : section(dress, heading, new Html(words))

const facts = (dress: Dress, items: readonly Fact[]): readonly Html[] =>
  items.map(({ label, text }) => row(dress, label, text))

const table = (dress: Dress, rows: readonly Html[]) => html`<table${dress('table')}><tbody>${rows}</tbody></table>`

const PARTS: Readonly<Record<Place, Part>> = {
  headed: (summary, dress) => [html`<header${dress('head')}>${title(summary, dress)}${times(summary, dress)}</header>`],
  header: (summary, dress) => [html`<header${dress('head')}>${title(summary, dress)}</header>`],
  timestamps: (summary, dress) => [html`<section${dress('section')}>${times(summary, dress)}</section>`],
  meta: (summary, dress) => section(dress, 'Details', table(dress, detailsOf(summary, dress))),
  people: ({ people }, dress) =>
    people.length === 0 ? [] : section(dress, 'People', table(dress, facts(dress, people))),
  description: ({ description }, dress) => passage(dress, 'Description', description),
  links: ({ links }, dress) =>
    links.length === 0
      ? []
      : section(
          dress,
          'Links',
          html`<ul${dress('list')}>${links.map((url) => html`<li><a href="${url}">${url}</a></li>`)}</ul>`,
        ),
  notes: ({ notes }, dress) => passage(dress, 'Notes', notes),
  tags: ({ tags }, dress) =>
    tags.length === 0
      ? []
      : section(
          dress,
          'Tags',
          html`<p${dress('times')}>${tags.map(({ name, color }) => html`${patch(dress, { word: name, color })} `)}</p>`,
        ),
  updates: ({ updates }, dress) =>
    updates.length === 0
      ? []
      : section(dress, 'Recent updates', html`${updates.map((update) => updateOf(update, dress))}`),
}

function detailsOf(summary: Summary, dress: Dress): readonly Html[] {
  const { status, holdReason, priority, due, agingSince, countdown, urgency } = summary
  const hint = (words: string | null) => (words === null ? NOTHING : html` <span${dress('hint')}>${words}</span>`)
  const word = urgency.word === status ? status : `${status}, ${urgency.word}`
  return [
    row(dress, 'Status', html`${patch(dress, { word, color: urgency.color })}${hint(holdReason)}`),
    row(dress, 'Priority', patch(dress, { word: priority.label, color: priority.color })),
    row(dress, 'Due', html`${due}${hint(agingSince === null ? null : `Aging since ${agingSince}`)}`),
    ...(countdown === null ? [] : [row(dress, 'SLA', countdown)]),
    ...facts(dress, summary.facts),
  ]
}

const updateOf = ({ at, by, internal, moved, body }: SummaryUpdate, dress: Dress) =>
  html`<div${dress('update')}><p${dress('times')}>${at} by ${by}${internal ? ' (note for agents)' : ''}</p>${
    moved === null ? NOTHING : html`<p><b>Status:</b> ${moved.from} → ${moved.to}</p>`
  }${new Html(body.html)}</div>`
