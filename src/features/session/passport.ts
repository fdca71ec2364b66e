import { Passport } from 'passport'
import { Strategy } from 'passport-local'
import type { Desk } from '#src/desk.ts'
import { signInService } from './service.ts'
import { addressOf } from '#web/proxies.ts'

export type Doorman = InstanceType<typeof Passport>

/** The one strategy there is: a mail address and a password. */
export function openPassport(desk: Desk): Doorman {
  const passport = new Passport()
  const signIn = signInService(desk)
  passport.use(
    new Strategy({ usernameField: 'email', passReqToCallback: true }, (request, email, password, done) => {
      signIn({ email, password, address: addressOf(request) }).then(
        (person) => done(null, person ?? false),
        (error: unknown) => done(error),
      )
    }),
  )
  passport.serializeUser((person, done) => done(null, (person as { id: number }).id))
  passport.deserializeUser((id, done) => done(null, { id }))
  return passport
}
