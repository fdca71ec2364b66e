import { z } from 'zod'
import { freshserviceAddress } from '#domain/freshservice-address.ts'
import { blankable, commaList, line, requiredLine, ticked } from '#lib/fields.ts'

const whole = (least: number, most: number) => {
  const words = `Enter a number from ${least} to ${most}.`
  return z
    .string({ error: words })
    .regex(/^\d{1,5}$/, words)
    .transform(Number)
    .refine((value) => value >= least && value <= most, words)
}

const address = requiredLine('Write NAME or NAME.freshservice.com.', 200).superRefine((text, context) => {
  const { wrong } = freshserviceAddress(text)
  if (wrong !== null && text !== '') context.addIssue({ code: 'custom', message: wrong })
})

const webAddress = blankable(
  line(300).refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), 'Write it as https://help.example.com.'),
)

const mapped = z.record(z.string().max(80), z.string().max(80))

/** `status_9=on_hold` is an entry of `statuses`; what is left to guess is no entry. */
function nested(body: unknown): unknown {
  const entries = Object.entries((body ?? {}) as Record<string, unknown>)
  const under = (prefix: string) =>
    Object.fromEntries(
      entries
        .filter(([name, value]) => name.startsWith(prefix) && value !== '')
        .map(([name, value]) => [name.slice(prefix.length), value]),
    )
  const rest = entries.filter(([name]) => !/^(?:status|priority)_/.test(name))
  return { ...Object.fromEntries(rest), statuses: under('status_'), priorities: under('priority_') }
}

/** The settings of a Freshservice account; an empty key keeps the one that is there. */
export const freshserviceForm = z.preprocess(
  nested,
  z.strictObject({
    base_url: address,
    api_key: blankable(line(200)),
    link_url: webAddress,
    poll_seconds: whole(15, 86_400),
    reconcile_hours: whole(1, 168),
    horizon_days: whole(1, 3650),
    workspaces: commaList(100, 80).default([]),
    types: commaList(100, 80).default([]),
    groups: commaList(100, 80).default([]),
    statuses: mapped,
    priorities: mapped,
    anyway: ticked.default(false),
  }),
)

export type FreshserviceForm = z.infer<typeof freshserviceForm>
