import type { Actor } from '#domain/actor.ts'
import { initials } from '#domain/text.ts'
import { describeChanges, type Change } from '#domain/timeline.ts'
import { sizeText } from '#lib/file-names.ts'
import { renderMarkdown } from '#lib/markdown.ts'
import { shortTime } from '#lib/zones.ts'
import type { FileRow, LinkRow, UpdateRow } from './queries.ts'

const INLINE_IMAGES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])

export const isInlineImage = (type: string): boolean => INLINE_IMAGES.has(type)

type Scene = {
  readonly now: number
  readonly ticketId: number
  readonly actor: Actor
  readonly files: readonly FileRow[]
  readonly links: readonly LinkRow[]
}

export function presentFile(file: FileRow, { ticketId, actor }: Pick<Scene, 'ticketId' | 'actor'>) {
  const href = `/attachments/${file.id}/${encodeURIComponent(file.name)}`
  return {
    id: file.id,
    name: file.name,
    size: sizeText(file.size),
    href,
    thumbHref: isInlineImage(file.type) ? href : null,
    removeAction: actor.role === 'client' ? null : `/tickets/${ticketId}/attachments/${file.id}/removal`,
  }
}

export const presentLink = ({ url, label }: LinkRow) => ({ href: url, label: label ?? url.replace(/^https?:\/\//, '') })

/** An entry of the timeline: a reply, a note, or one sentence about what happened. */
export function presentUpdate(update: UpdateRow, scene: Scene) {
  const { actor, ticketId } = scene
  const base = {
    id: update.id,
    anchor: `update-${update.id}`,
    kind: update.kind,
    author: { name: update.authorName, initials: initials(update.authorName) },
    atIso: new Date(update.createdAt).toISOString(),
    atText: shortTime(update.createdAt, actor.zone, scene.now),
  }
  if (update.kind === 'system') return { ...base, verb: '', parts: sentenceOf(update) }

  const mayChange =
    update.removedAt === null &&
    (actor.role === 'admin' || (actor.role === 'agent' && update.authorId === actor.personId))
  const path = `/tickets/${ticketId}/updates/${update.id}`
  return {
    ...base,
    verb: update.kind === 'note' ? 'noted, agents only' : 'replied',
    bodyHtml: update.removedAt === null ? renderMarkdown(update.body) : '',
    removed:
      update.removedAt === null
        ? null
        : { by: update.removedBy ?? 'Somebody', atText: shortTime(update.removedAt, actor.zone, scene.now) },
    edited:
      update.editedAt === null || update.removedAt !== null
        ? null
        : { atText: shortTime(update.editedAt, actor.zone, scene.now), historyHref: `${path}/history` },
    attachments: scene.files.filter(({ updateId }) => updateId === update.id).map((file) => presentFile(file, scene)),
    links: scene.links.filter(({ updateId }) => updateId === update.id).map(presentLink),
    editHref: mayChange ? `${path}/edit` : null,
    removeAction: mayChange ? `${path}/removal` : null,
  }
}

function sentenceOf({ authorName, changes }: UpdateRow) {
  const told = describeChanges(JSON.parse(changes ?? '[]') as Change[])
  return [{ text: authorName, strong: true }, { text: ' ', strong: false }, ...told.parts]
}
