import { z } from 'zod'
import { ISSUER } from '#config/oidc.ts'
import { blankable, commaList, requiredLine, ticked } from '#lib/fields.ts'

/** The provider as an admin writes it down; an empty secret keeps the one that is there. */
export const providerForm = z.strictObject({
  base: z.string().max(64).default(''),
  issuer: requiredLine('Write the address of the provider.', 300).superRefine((text, context) => {
    if (text !== '' && !(ISSUER.test(text) && URL.canParse(text)))
      context.addIssue({ code: 'custom', message: 'Write it as https://login.example.com.' })
  }),
  client_id: requiredLine('Write what the provider knows Pennant as.', 200),
  secret: blankable(z.string().trim().max(1000, 'That is too long for a secret.')),
  forget: ticked.default(false),
  label: requiredLine('Say what the button says.', 60),
  scopes: commaList(20, 100, /[^,\s]+/g).refine(
    (list) => list.every((scope) => /^[\w:./-]+$/.test(scope)),
    'Write scopes parted by commas: openid, email, profile.',
  ),
  create: z.enum(['never', 'client'], 'Choose one of the list.'),
  anyway: ticked.default(false),
})

export type ProviderForm = z.infer<typeof providerForm>
