import type { Request } from 'express'
import type { Actor, Doer } from '#domain/actor.ts'
import { AppError } from '#lib/errors.ts'
import type { Received } from '#lib/content-store.ts'
import { addressOf } from './proxies.ts'

/** The person in front of the page, as far as pages need to know. */
export type Viewer = {
  readonly personId: number
  readonly name: string
  readonly role: 'admin' | 'agent' | 'client'
  readonly theme: 'system' | 'light' | 'dark'
  readonly density: 'normal' | 'compact'
  readonly keyboard: boolean
  readonly zone: string
  readonly avatarSha: string | null
}

/** What somebody signed in with. */
export type Proof = 'password' | 'passkey' | 'oidc'

/** A file of a form: received and synced, not yet kept. */
export type Upload = Received & { readonly name: string }

/** What a form says besides its fields: which draft it was, what its page showed, which kept files go along. */
export type Along = {
  readonly draft: string
  readonly seen: string
  readonly kept: readonly number[]
  /** Something arrived that its page had not shown. */
  stopped?: boolean
}

// Types of a library are widened by declaring their interfaces again.
/* eslint-disable @typescript-eslint/consistent-type-definitions */
declare module 'express-serve-static-core' {
  interface Request {
    id: string
    actor?: Actor
    viewer?: Viewer
    /** The only page this person may open until something there is done. */
    duty?: string
    uploads?: Upload[]
    /** What a form says besides its fields. */
    along?: Along
    /** Why a file of the form was not taken, in words. */
    uploadProblem?: string
    /** It was not taken because its sender has sent enough for today. */
    uploadsSpent?: boolean
  }
}

declare module 'express-session' {
  interface SessionData {
    flash?: { kind: 'ok' | 'info' | 'wrong'; text: string; undo?: number }[]
    since?: number
    seen?: number
    remember?: boolean
    epoch?: number
    /** Where and with what it began, and how its person proved who they are. */
    address?: string
    agent?: string
    how?: Proof
    /** Half signed in: the password was right, the second factor is still to come. */
    pending?: { personId: number; epoch: number; how: Proof; remember: boolean; next: string; at: number }
    /** A second factor that is being set up, sealed. */
    authenticator?: string
    passkey?: { challenge: string; rpId: string; origin: string; at: number }
    oidc?: { verifier: string; state: string; nonce: string; next: string; at: number }
    category?: string
    /** Which tickets the board shows, as chosen last. */
    scope?: 'all' | 'mine' | 'unassigned'
  }
}
/* eslint-enable @typescript-eslint/consistent-type-definitions */

/** Who acts; `allow` has made sure that somebody does. */
export function actorOf(request: Request): Actor {
  if (!request.actor) throw new AppError('unauthenticated', 'Sign in first.')
  return request.actor
}

/** Who acts, and from where: for what the audit log keeps. */
export const doerOf = (request: Request): Doer => ({ actor: actorOf(request), address: addressOf(request) })

/** A number in the address, strictly: anything else is not found rather than guessed at. */
export function idOf(request: Request, name = 'id'): number {
  const text = request.params[name]
  if (typeof text !== 'string' || !/^[1-9]\d{0,14}$/.test(text))
    throw new AppError('not-found', 'There is no such page.')
  return Number(text)
}

/** A sentence for the next page this person sees. */
export function flash(request: Request, kind: 'ok' | 'info' | 'wrong', text: string): void {
  request.session.flash = [...(request.session.flash ?? []), { kind, text }]
}

/** A sentence about what was just done, with a button that takes it back. */
export function flashUndo(request: Request, text: string, undo: number): void {
  request.session.flash = [...(request.session.flash ?? []), { kind: 'ok', text, undo }]
}
