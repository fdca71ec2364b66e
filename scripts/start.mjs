// npm start: prepares what is missing, then runs Pennant in this very process. With --dev it reloads on every change,
// with --prepared it writes nothing of its own: a service may not, and its installer has prepared everything.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { checkPrepared, prepare, root } from './prepare.mjs'

const dev = process.argv.includes('--dev')
if (process.argv.includes('--prepared')) checkPrepared()
else prepare()
if (process.versions.node.startsWith('20.'))
  console.log('Note: Node 20 no longer gets security fixes; Node 22 or 24 is the better choice.')

if (dev) {
  const { buildAssets } = await import('./build.mjs')
  await buildAssets({ watch: true })
  const tsx = path.join(root, 'node_modules/tsx/dist/cli.mjs')
  const child = spawn(process.execPath, [tsx, 'watch', '--clear-screen=false', path.join(root, 'src/dev.ts')], {
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 0))
} else {
  const { main } = await import('../dist/main.js')
  await main({ dev: false })
}
