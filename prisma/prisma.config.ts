import { defineConfig } from 'prisma/config'

// The CLI is only used to generate the client: migrations are applied by the application itself.
// eslint-disable-next-line no-restricted-exports -- the Prisma CLI reads a default export
export default defineConfig({ schema: 'schema.prisma' })
