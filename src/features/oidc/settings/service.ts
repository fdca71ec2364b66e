import type { Actor } from '#domain/actor.ts'
import type { ConfigEdit } from '#config/edit.ts'
import { reloadConfig } from '#config/load.ts'
import { oidcOf, saveOidcSecret, type Oidc } from '#config/oidc.ts'
import { invalid, messageOf } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { audit } from '#features/audit/service.ts'
import { published } from '#features/oidc/provider.ts'
import { openedSettings, saveSettings } from '#features/settings/service.ts'
import { hasOtherWay } from './queries.ts'
import type { ProviderForm } from './schema.ts'

export const TITLE = 'Single sign-on'
const PAGE = { title: TITLE, keys: [['access', 'oidc']] } as const

/** One thing that was found out about a provider. */
export type Finding = { readonly ok: boolean; readonly text: string; readonly remedy: string | null }
type Outcome = 'failed' | 'stale' | 'saved'

/** What the settings are now, for a page to be opened on. */
export const openedProvider = (desk: Desk) => openedSettings(desk, PAGE.keys)

/** Asks the provider whether it is one, in sentences; never fails. */
export async function checkProvider(oidc: Oidc): Promise<readonly Finding[]> {
  try {
    const told = await published(oidc)
    const missing = oidc.scopes.filter((scope) => told.scopes !== null && !told.scopes.includes(scope))
    return [
      { ok: true, text: `It answers as ${told.issuer}.`, remedy: null },
      { ok: told.authorize !== '' && told.token !== '', text: endpointsOf(told), remedy: null },
      told.pkce === false
        ? { ok: true, text: 'It does not say that it knows PKCE (S256).', remedy: 'Pennant uses it all the same.' }
        : { ok: true, text: 'Sign-in is bound to the browser by PKCE.', remedy: null },
      ...missing.map((scope) => ({
        ok: true,
        text: `It does not list the scope ${scope}.`,
        remedy: 'It may refuse it.',
      })),
    ]
  } catch (error) {
    const remedy = 'Open its address with /.well-known/openid-configuration behind it, from this machine.'
    return [{ ok: false, text: `It does not answer as a provider: ${messageOf(error)}.`, remedy }]
  }
}

const endpointsOf = ({ authorize, token }: { authorize: string; token: string }): string =>
  authorize !== '' && token !== '' ? `People sign in at ${authorize}.` : 'It does not say where people sign in.'

type Save = { readonly form: ProviderForm; readonly address: string | null }

/** Tries the provider as it was typed, and keeps it when it answers or when somebody insists. */
export async function saveProvider(
  desk: Desk,
  actor: Actor,
  { form, address }: Save,
): Promise<{ readonly outcome: Outcome; readonly findings: readonly Finding[] }> {
  const secret = secretFor(desk, form)
  const findings = await checkProvider({ ...oidcAs(form), secret })
  if (!form.anyway && findings.some(({ ok }) => !ok)) return { outcome: 'failed', findings }

  if (findings.some(({ ok }) => !ok)) refuseLockOut(desk, actor)
  const edits: readonly ConfigEdit[] = [{ path: ['access', 'oidc'], value: written(form) }]
  const renewed = form.forget || form.secret !== null
  const keep = () => Promise.resolve(renewed ? saveOidcSecret(desk.config.home, secret) : undefined)
  const wish = { edits: () => edits, prepare: keep }
  const { stale, changes } = await saveSettings(desk, actor, { page: PAGE, wish, base: form.base, address })
  if (stale) return { outcome: 'stale', findings: [] }
  if (renewed) {
    const details = { 'access.oidc.secret': { from: null, to: form.forget ? 'forgotten' : 'a new one' } }
    await audit(desk, { actor, action: 'settings.changed', subject: TITLE, details, address })
    if (changes.length === 0) await desk.reconfigure(reloadConfig(desk.config, desk.root))
  }
  return { outcome: 'saved', findings }
}

type Leave = { readonly base: string; readonly address: string | null }

/** Lets go of the provider and its secret: people sign in with what else they have. Answers whether somebody was quicker. */
export async function removeProvider(desk: Desk, actor: Actor, { base, address }: Leave): Promise<{ stale: boolean }> {
  refuseLockOut(desk, actor)
  const edits: readonly ConfigEdit[] = [{ path: ['access', 'oidc'], value: undefined }]
  const forget = () => Promise.resolve(saveOidcSecret(desk.config.home, null))
  const wish = { edits: () => edits, prepare: forget }
  const { stale } = await saveSettings(desk, actor, { page: PAGE, wish, base, address })
  return { stale }
}

function refuseLockOut(desk: Desk, { personId }: Actor): void {
  if (!desk.config.access.signIn || hasOtherWay(desk, personId)) return
  throw invalid({
    '': 'You sign in through this provider alone. Add a passkey or have a password set first, under Profile, Sign-in.',
  })
}

/** The secret of one provider is never shown to another. */
function secretFor({ config }: Desk, { issuer, secret, forget }: ProviderForm): string | null {
  if (forget) return null
  const known = config.access.oidc
  if (secret !== null || known?.secret == null) return secret
  if (new URL(known.issuer).origin === new URL(issuer).origin) return known.secret
  throw invalid({ secret: 'This is another provider: paste its secret, or tick that it has none.' })
}

function oidcAs(form: ProviderForm): Oidc {
  const oidc = oidcOf(written(form))
  if (!oidc) throw invalid({ issuer: 'Write the address of the provider.' })
  return oidc
}

const written = ({ issuer, client_id, label, scopes, create }: ProviderForm) => ({
  issuer,
  client_id,
  label,
  scopes,
  create,
})
