/** What a model can be asked for: text and JSON, pictures beside them, or embeddings; every one of them in batch jobs, too. */
export const modelCapabilities = ['generate', 'image', 'embed'] as const;

/** One of `modelCapabilities`. */
export type ModelCapability = (typeof modelCapabilities)[number];

/** A model that answers besides those that are built in. */
export type AddedModel = {
  /** With or without `models/`. */
  name: string;
  /** Default: those that the name tells of (`embedding`, `-image`), else `generate`. */
  can?: readonly ModelCapability[];
  /** USD per million tokens; default: as much as the dearest built-in model. */
  inputPrice?: number;
  outputPrice?: number;
};

/** What a model of this name most likely can do. */
export function capabilitiesOf(name: string): ModelCapability[] {
  if (name.includes('embedding')) return ['embed'];
  return name.includes('-image') ? ['generate', 'image'] : ['generate'];
}
