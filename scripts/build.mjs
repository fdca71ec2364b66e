// Builds what runs: the Prisma client, the program (dist/), the browser's script, the stylesheet and the fonts.
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, context } from 'esbuild'
import { markBuilt, root, run } from './prepare.mjs'

const at = (...parts) => path.join(root, ...parts)
const assets = at('dist/assets')

export function generateClient() {
  const generated = at('src/db/generated/client.ts')
  if (existsSync(generated) && statSync(generated).mtimeMs > statSync(at('prisma/schema.prisma')).mtimeMs) return
  run('node', [at('scripts/prisma-generate.mjs')])
}

const bundle = (entry, outfile) => ({
  entryPoints: [at(entry)],
  outfile: path.join(assets, outfile),
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2022', 'chrome111', 'firefox114', 'safari16.4'],
  external: ['/assets/*'],
  logLevel: 'warning',
})

const bundles = [bundle('src/client/main.ts', 'js/pennant.js'), bundle('public/css/pennant.css', 'css/pennant.css')]

/** The script and the stylesheet; the stylesheet keeps light-dark() and nesting for browsers that know them. */
export async function buildAssets({ watch = false } = {}) {
  mkdirSync(path.join(assets, 'fonts'), { recursive: true })
  for (const name of ['inter-latin-wght-normal.woff2', 'inter-latin-ext-wght-normal.woff2']) {
    cpSync(at('node_modules/@fontsource-variable/inter/files', name), path.join(assets, 'fonts', name))
  }
  if (watch) for (const options of bundles) await (await context(options)).watch()
  else await Promise.all(bundles.map((options) => build(options)))
}

/** What is built is a package of its own, in which the same names mean what was built. */
function nameBuilt() {
  const { type, imports } = JSON.parse(readFileSync(at('package.json'), 'utf8'))
  const built = Object.entries(imports).map(([name, file]) => [
    name,
    file.replace('./src/', './').replace('.ts', '.js'),
  ])
  writeFileSync(at('dist/package.json'), `${JSON.stringify({ type, imports: Object.fromEntries(built) }, null, 2)}\n`)
}

/** Publishes the schema of config.json for editors; the file is committed, so it is written only when it differs. */
async function publishConfigSchema() {
  const { configJsonSchema } = await import(pathToFileURL(at('dist/config/json-schema.js')).href)
  const text = `${JSON.stringify(configJsonSchema(), null, 2)}\n`
  const file = at('config/schema.json')
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text)
}

if (process.argv[1] === import.meta.filename) {
  generateClient()
  run('node', [at('node_modules/typescript/bin/tsc'), '-p', root])
  nameBuilt()
  await buildAssets()
  await publishConfigSchema()
  markBuilt()
}
