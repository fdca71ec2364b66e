export function pendingSql(): Promise<string>
