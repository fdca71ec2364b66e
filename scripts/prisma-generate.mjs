import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const cli = path.join(path.dirname(createRequire(import.meta.url).resolve('prisma/package.json')), 'build/index.js')

// Generating needs no schema engine, yet the CLI insists that one exists: any existing file satisfies it.
const env = {
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  ...process.env,
}
const args = [cli, process.argv[2] ?? 'generate', '--schema', 'prisma/schema.prisma']
const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env })
if (status !== 0) process.stderr.write(stdout + stderr)
process.exit(status ?? 1)
