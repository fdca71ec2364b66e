import { chosenNotices, noticesFor } from '#domain/notifications.ts'
import type { Role } from '#domain/access.ts'
import { initials } from '#domain/text.ts'
import { avatarUrl } from '#features/people/queries.ts'
import type { Profile } from './queries.ts'

/** Somebody's own page: who they are, and what they chose to be told. */
export function presentProfile({ id, name, email, notifications, avatarSha, hasPassword }: Profile, role: Role) {
  const chosen = chosenNotices(notifications)
  return {
    profile: { name, initials: initials(name), avatar: avatarUrl(id, avatarSha), hasPassword: hasPassword === 1 },
    names: { values: { name, email: email ?? '' }, errors: {} },
    notices: noticesFor(role).map(({ key, label }) => ({ key, label, on: chosen[key] })),
  }
}
