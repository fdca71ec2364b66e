import { html, type Html } from '#lib/html.ts'
import type { Row } from './present.ts'

export type Drawing = {
  /** The address of the icons. */
  readonly sprite: string
  /** Whether tickets can be selected, for the form `bulk`. */
  readonly pick?: boolean
}

/** Tickets as lines of the board or of a list. Safe to stand in a page. */
export const rowsHtml = (rows: readonly Row[], drawing: Drawing): string =>
  rows.map((row) => rowHtml(row, drawing).text).join('')

// A template would do, but a board draws hundreds of these: this takes a tenth of the time.
export const rowHtml = (row: Row, { sprite, pick = false }: Drawing): Html =>
  html`<li class="row u-${row.urgency}${row.struck ? ' row--struck' : ''}" id="t${row.id}">${pick ? pickHtml(row) : null}${name(row)}<span class="row__main"><a class="row__title" href="${row.href}">${row.title}</a>${source(row)}${tags(row)}${meta('Updates', row.updates, `${sprite}#talk`)}${meta('Files', row.files, `${sprite}#clip`)}</span>${facts(row)}${face(row)}${snippet(row)}</li>`

/** The box that selects a ticket for the form at the foot of the list. */
export const pickHtml = ({ id, number, title }: Row): Html =>
  html`<label class="pick"><input type="checkbox" form="bulk" name="ids" value="${id}" aria-label="Select ${number}, ${title}"></label>`

const name = ({ word, number }: Row): Html =>
  html`<span class="pennant"></span><span class="row__word">${word}</span><span class="row__number">${number}</span>`

const source = ({ source }: Row): Html | null =>
  source === null
    ? null
    : html`<span class="row__source" title="${source.name} ${source.number}"><span class="unseen">${source.name} </span>${source.number}</span>`

function tags({ tags, moreTags }: Row): Html | null {
  if (tags.length === 0) return null
  const more = moreTags === 0 ? null : html`<span class="tag">+${moreTags}</span>`
  return html`<span class="row__tags">${tags.map(tag)}${more}</span>`
}

/** A tag with its colour. */
export const tag = ({ name, color }: Row['tags'][number]): Html =>
  html`<span class="tag"><svg class="dot" aria-hidden="true"><circle fill="${color}"/></svg>${name}</span>`

const meta = (title: string, count: number, icon: string): Html | null =>
  count === 0
    ? null
    : html`<span class="row__meta" title="${title}"><svg class="icon icon--s" aria-hidden="true"><use href="${icon}"/></svg>${count}<span class="unseen"> ${title.toLowerCase()}</span></span>`

const snippet = ({ snippet }: Row): Html | null =>
  snippet === null ? null : html`<span class="row__snippet">${snippet}</span>`

const facts = ({ requester, site, status, priority, due, updatedText }: Row): Html =>
  html`<span class="row__who">${requester}</span><span class="row__extra">${site ?? ''}</span><span class="row__extra">${status}</span><span class="priority priority--${priority.level}">${priority.label}</span><span class="row__due"><b>${due.strong}</b> ${due.rest}</span><span class="row__updated">${updatedText}</span>`

/** Who works on it, as initials. */
export const face = ({ assignee }: Row): Html =>
  assignee === null
    ? html`<span class="face face--none" title="Unassigned">–</span>`
    : html`<span class="face" title="${assignee.name}">${assignee.initials}</span>`
