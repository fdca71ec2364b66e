#!/usr/bin/env node
// The command-line tool: npx pennant.
import { prepare } from './prepare.mjs'

// Whoever reads along may stop reading (`| head`); the work goes on.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error
})

prepare({ quiet: !process.stderr.isTTY })
const { runCli } = await import('../dist/cli/main.js')
process.exitCode = await runCli(process.argv)
