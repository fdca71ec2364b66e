import { z } from 'zod'
import { RATINGS } from '#domain/ratings.ts'
import { lines } from '#lib/fields.ts'

export const ratingForm = z.strictObject({
  score: z
    .enum(
      RATINGS.map(({ score }) => String(score)),
      { error: 'Choose one of the three.' },
    )
    .transform(Number),
  comment: lines(2000).default(''),
})

export type RatingForm = z.infer<typeof ratingForm>
