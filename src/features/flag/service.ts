import { FLAG_ORDER, type FlagState } from '#domain/flag.ts'
import { clockText, WEEKDAYS, type QuietHours } from '#domain/flag-quiet.ts'
import { parseWatch, type Watch } from '#domain/flag-watch.ts'
import { changeConfigFile } from '#config/edit.ts'
import { reloadConfig } from '#config/load.ts'
import { invalid } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { watchedView } from '#features/views/queries.ts'
import { namesMe } from '#features/views/service.ts'
import { personWatched } from './queries.ts'
import { perState, STATES, type FlagForm } from './schema.ts'

/** Writes the settings into config.json and applies them at once; the rest of the file stays as it is. */
export async function saveFlagSettings(desk: Desk, form: FlagForm): Promise<void> {
  const watch = parseWatch(form.watch)
  if (watch.kind === 'person' && personWatched(desk, watch.who) === null)
    throw invalid({ watch: `Nobody here has the mail address or number "${watch.who}".` })

  const view = watch.kind === 'saved' ? watchedView(desk, watch.which) : null
  if (watch.kind === 'saved' && view === null)
    throw invalid({ watch: `There is no shared view "${watch.which}". Save one from a list first.` })
  if (view !== null && namesMe(view.query))
    throw invalid({ watch: 'The lamp is nobody, so "me" in this view finds nothing. Name the person in the view.' })

  changeConfigFile(desk.config.file, 'flag', {
    enabled: form.enabled,
    watch: watchText(watch),
    order: orderOf(form),
    lights: Object.fromEntries(STATES.map((state) => [state, lightOf(form, state)])),
    brightness: form.brightness,
    leds: form.leds,
    front: form.front,
    quiet_hours: form.quiet_hours.map(hoursOf),
    quiet: form.quiet,
  })
  await desk.reconfigure(reloadConfig(desk.config, desk.root))
}

function watchText(watch: Watch): string {
  if (watch.kind === 'everything') return 'everything'
  if (watch.kind === 'person') return `person:${watch.who}`
  return watch.kind === 'saved' ? `view:${watch.which}` : watch.query
}

function orderOf(form: FlagForm): readonly FlagState[] {
  const placed = FLAG_ORDER.map((state) => ({ state, rank: perState(form, state).rank ?? Infinity }))
  const shown = placed.filter(({ rank }) => rank < Infinity)
  return shown.toSorted((one, other) => one.rank - other.rank).map(({ state }) => state)
}

function lightOf(form: FlagForm, state: FlagState) {
  const { color, pattern, speed } = perState(form, state)
  const [name, kind] = pattern.split('-')
  return {
    color,
    pattern: name,
    speed,
    ...(name === 'wave' ? { wave: Number(kind) } : {}),
    ...(name === 'pattern' ? { program: Number(kind) } : {}),
  }
}

const hoursOf = ({ days, from, to }: QuietHours) => ({
  ...(days.length === WEEKDAYS.length ? {} : { days }),
  from: clockText(from),
  to: clockText(to),
})
