import { mkdirSync } from 'node:fs'
import { seedHome } from './seed.mjs'
const home = process.argv[3]
mkdirSync(home, { recursive: true })
await seedHome(home, { size: Number(process.argv[2]), say: console.log })
