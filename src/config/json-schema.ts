import { z } from 'zod'
import { ConfigFile } from './schema.ts'

/** The schema of config.json, from which editors complete and check it. */
export const configJsonSchema = (): object => ({
  title: 'Configuration of Pennant',
  ...z.toJSONSchema(ConfigFile, { io: 'input', unrepresentable: 'any' }),
})
