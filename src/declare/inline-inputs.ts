/** The inputs that declare one provider. */
export const inlineInputs = [
  'namespace',
  'path',
  'create_mount',
  'name',
  'key_collection',
  'credentials',
  'access_key',
  'secret_key',
  'keys',
] as const;
export type InlineInput = (typeof inlineInputs)[number];

export type InlineInputs = Readonly<Partial<Record<InlineInput, string>>>;
