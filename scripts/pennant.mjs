#!/usr/bin/env node
// The command-line tool: npx pennant.
import { prepare } from './prepare.mjs'

prepare({ quiet: !process.stderr.isTTY })
const { runCli } = await import('../dist/cli/main.js')
process.exitCode = await runCli(process.argv)
