import type { Actor } from '#domain/actor.ts'
import { heardChanges, type Field } from '#domain/fields.ts'
import { initials } from '#domain/text.ts'
import { avatarUrl } from '#features/people/queries.ts'
import { describeChanges, type Change, type Sentence } from '#domain/timeline.ts'
import { isInlineImage, sizeText } from '#lib/file-names.ts'
import { renderMarkdown } from '#lib/markdown.ts'
import { shortTime } from '#lib/zones.ts'
import type { FileRow, LinkRow, UpdateRow } from './queries.ts'

type Scene = {
  readonly now: number
  readonly ticketId: number
  readonly actor: Actor
  readonly files: readonly FileRow[]
  readonly links: readonly LinkRow[]
  readonly fields: readonly Field[]
  /** Tickets that are not spoken of to this reader. */
  readonly unseen?: ReadonlySet<number>
  /** Where files are fetched, where that is not their usual place. */
  readonly filesAt?: string
}

export function presentFile(
  file: FileRow,
  { ticketId, actor, filesAt = '/attachments' }: Pick<Scene, 'ticketId' | 'actor' | 'filesAt'>,
) {
  const href = `${filesAt}/${file.id}/${encodeURIComponent(file.name)}`
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

/** The entries of a timeline; one that tells of nothing this actor may hear of is left out. */
export const presentTimeline = (updates: readonly UpdateRow[], scene: Scene) =>
  updates.flatMap((update) => {
    const changes = update.kind === 'system' ? changesIn(update, scene) : null
    if (changes !== null && changes.length === 0 && (update.changes ?? '[]') !== '[]') return []
    return [presentUpdate(update, scene, describeChanges(changes ?? []))]
  })

const changesIn = ({ changes }: UpdateRow, { actor, fields, unseen }: Scene): readonly Change[] =>
  heardChanges(JSON.parse(changes ?? '[]') as Change[], actor.role, fields).filter(
    ({ about }) => about === undefined || unseen?.has(about) !== true,
  )

// Pictures are for those who sign in; a client may be the holder of a link.
const pictureOf = ({ authorId, authorAvatar }: UpdateRow, { role }: Actor): string | null =>
  authorId === null || role === 'client' ? null : avatarUrl(authorId, authorAvatar)

/** An entry of the timeline: a reply, a note, or one sentence about what happened. */
function presentUpdate(update: UpdateRow, scene: Scene, told: Sentence) {
  const { actor, ticketId } = scene
  const base = {
    id: update.id,
    anchor: `update-${update.id}`,
    kind: update.kind,
    author: { name: update.authorName, initials: initials(update.authorName), avatar: pictureOf(update, actor) },
    atIso: new Date(update.createdAt).toISOString(),
    atText: shortTime(update.createdAt, actor.zone, scene.now),
  }
  if (update.kind === 'system') return { ...base, verb: '', parts: sentenceOf(update, told) }

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

function sentenceOf({ authorName }: UpdateRow, told: Sentence) {
  return [{ text: authorName, strong: true }, { text: ' ', strong: false }, ...told.parts]
}
