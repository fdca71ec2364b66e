import type { Command } from 'commander'
import type { OpenDesk } from '#src/desk.ts'
import { verifyAudit } from './queries.ts'

/** Adds `audit verify`. */
export function registerAuditCommand(program: Command, open: OpenDesk): void {
  program
    .command('audit')
    .description('look after the audit log')
    .command('verify')
    .description('walk the chain; ends with 1 at an entry that was changed, taken out or put in')
    .action(async () => {
      const { desk, close } = await open()
      try {
        const verdict = verifyAudit(desk)
        if (verdict.ok) return console.log(`${verdict.count} entries, unbroken. Last hash: ${verdict.lastHash}`)
        console.error(`Broken at entry ${verdict.brokenAt}: ${verdict.reason}. Whole before it: ${verdict.count}.`)
        process.exitCode = 1
      } finally {
        await close()
      }
    })
}
