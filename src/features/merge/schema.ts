import { z } from 'zod'
import { commaList, id, ticked } from '#lib/fields.ts'

export const mergeForm = z.strictObject({ into: id, watch: ticked.default(false) })

const MOST_AT_ONCE = 50

/** Several tickets that become one; `into` is missing while that one is still to be chosen. */
export const mergeManyForm = z.object({
  ids: z
    .preprocess((value) => (Array.isArray(value) ? value.join(',') : value), commaList(MOST_AT_ONCE, 15))
    .transform((texts, context) => {
      const ids = texts.map(Number).filter((one) => Number.isSafeInteger(one) && one > 0)
      if (ids.length < 2 || ids.length < texts.length)
        context.addIssue({ code: 'custom', message: 'Choose at least two tickets first.' })
      return ids
    }),
  into: id.optional(),
  watch: ticked.default(false),
})
