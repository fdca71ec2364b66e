// node scripts/migration-new.mjs NAME: writes the SQL that leads from the migrations so far to schema.prisma.
// node scripts/migration-new.mjs --check: fails when the two differ.
import { createRequire } from 'node:module'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'

const root = path.resolve(import.meta.dirname, '..')
const migrations = path.join(root, 'prisma/migrations')
const require = createRequire(import.meta.url)

// The package's own entry needs a flag of Node's; loading the two files by hand does not.
async function loadEngine(adapter, datamodels) {
  const folder = path.dirname(require.resolve('@prisma/schema-engine-wasm'))
  const glue = await import(path.join(folder, 'schema_engine_bg.js'))
  const wasm = new WebAssembly.Module(fs.readFileSync(path.join(folder, 'schema_engine_bg.wasm')))
  const instance = new WebAssembly.Instance(wasm, { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return glue.SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(adapter))
}

function replayMigrations(file) {
  const database = new Database(file)
  if (fs.existsSync(migrations)) {
    for (const name of fs
      .readdirSync(migrations)
      .filter((name) => !name.includes('.'))
      .sort()) {
      database.exec(fs.readFileSync(path.join(migrations, name, 'migration.sql'), 'utf8'))
    }
  }
  database.close()
}

/** The SQL that is missing between the migrations and the schema; empty when they agree. */
export async function pendingSql() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pennant-migration-'))
  try {
    const file = path.join(folder, 'shadow.db')
    replayMigrations(file)
    const schema = path.join(root, 'prisma/schema.prisma')
    const files = [{ path: schema, content: fs.readFileSync(schema, 'utf8') }]
    const adapter = new PrismaBetterSqlite3({ url: `file:${file}` }, { shadowDatabaseUrl: ':memory:' })
    const engine = await loadEngine(
      adapter,
      files.map(({ path, content }) => [path, content]),
    )
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: root },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    })
    return stdout.includes('This is an empty migration') ? '' : stdout
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

async function main(name) {
  const sql = await pendingSql()
  if (name === '--check') {
    process.stdout.write(sql)
    return sql === '' ? 0 : 1
  }
  if (!name || !/^[a-z][a-z0-9_]*$/.test(name))
    throw new Error('Name the migration: node scripts/migration-new.mjs explain_holds')
  if (sql === '') {
    console.log('Nothing to migrate: the migrations lead to schema.prisma already.')
    return 0
  }
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = path.join(migrations, `${stamp}_${name}`)
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(path.join(folder, 'migration.sql'), sql)
  fs.writeFileSync(path.join(migrations, 'migration_lock.toml'), 'provider = "sqlite"\n')
  console.log(`Wrote ${path.relative(root, folder)}/migration.sql`)
  return 0
}

if (process.argv[1] === import.meta.filename) process.exit(await main(process.argv[2]))
