import { type Issue, originAt } from '../model/issue.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { type DesiredDefinition, resourceKey } from '../model/resource.ts';
import type { Declaration, DefinitionDeclaration } from './declaration.ts';
import type { DefinitionDocument } from './documents.ts';
import { nameOf } from './duplicates.ts';
import type { ProjectFiles } from './files.ts';
import { anError } from './finding.ts';
import type { Places } from './places.ts';
import { decodeText } from './text.ts';
import { readYamlFile } from './yaml-file.ts';

interface Read {
  readonly found?: DesiredDefinition;
  readonly issues: readonly Issue[];
}

/** The custom connectors of the files, their manifests read. */
export async function readDefinitions(
  declarations: readonly Declaration[],
  files: ProjectFiles,
  places: Places,
): Promise<{ readonly found: readonly DesiredDefinition[]; readonly issues: readonly Issue[] }> {
  const ofKind = declarations.filter((declaration) => declaration.kind === 'definition');
  const read = await Promise.all(ofKind.map((declaration) => readDefinition(declaration, files, places)));
  return { found: read.flatMap(({ found }) => found ?? []), issues: read.flatMap(({ issues }) => issues) };
}

async function readDefinition(declaration: DefinitionDeclaration, files: ProjectFiles, places: Places): Promise<Read> {
  const { document, key, origin } = declaration;
  if (document === undefined) return { issues: [] };
  const fault = shapeFault(document);
  if (fault !== undefined) {
    const place = places.ofValue(originAt(origin, fault.member));
    return { issues: [anError(fault.rule, `definition "${key}" ${fault.message}`, { place, hint: fault.hint })] };
  }
  const { id, renamedFrom, for: actorKind, dockerRepository, dockerImageTag, documentationUrl } = document;
  const identity = {
    kind: 'definition',
    key: resourceKey('definition', key),
    name: nameOf(declaration),
    ...(id === undefined ? {} : { id }),
    ...(renamedFrom === undefined ? {} : { renamedFrom }),
    origin,
    actorKind,
  } as const;
  if (document.manifest !== undefined) {
    const { manifest, issues } = await readManifest(document.manifest, declaration, { files, places });
    return manifest === undefined ? { issues } : { found: { ...identity, manifest }, issues };
  }
  const image = { dockerRepository: dockerRepository ?? '', dockerImageTag: dockerImageTag ?? '' };
  return {
    found: { ...identity, image: { ...image, documentationUrl: documentationUrl ?? '' } },
    issues: [],
  };
}

const imageMembers = ['dockerRepository', 'dockerImageTag', 'documentationUrl'] as const;

interface ShapeFault {
  readonly rule: string;
  readonly member: string;
  readonly message: string;
  readonly hint: string;
}

/** A connector is an image with its tag and documentation, or a manifest: never both, and nothing less. */
function shapeFault(document: DefinitionDocument): ShapeFault | undefined {
  const given = imageMembers.filter((member) => document[member] !== undefined);
  const [extra] = given;
  if (document.manifest === undefined) {
    const missing = imageMembers.find((member) => document[member] === undefined);
    if (missing === undefined) return undefined;
    const hint = 'an image takes "dockerRepository", "dockerImageTag" and "documentationUrl"; or write "manifest"';
    return { rule: 'missing-key', member: 'kind', message: `lacks the key "${missing}"`, hint };
  }
  if (extra !== undefined) {
    const message = `has "manifest" and "${extra}", which exclude each other`;
    return { rule: 'exclusive-keys', member: extra, message, hint: 'remove one of the two' };
  }
  if (document.for === 'source') return undefined;
  const message = 'has a manifest, but only sources can be declarative';
  return { rule: 'exclusive-keys', member: 'manifest', message, hint: 'write "for: source", or name an image' };
}

async function readManifest(
  written: string,
  { key, origin }: DefinitionDeclaration,
  { files, places }: { readonly files: ProjectFiles; readonly places: Places },
): Promise<{ readonly manifest?: JsonObject; readonly issues: readonly Issue[] }> {
  const file = besides(origin.file, written);
  const place = places.ofValue(originAt(origin, 'manifest'));
  const bytes = await files.read(file);
  if (bytes === undefined) {
    const message = `definition "${key}" has its manifest in "${file}", and there is no such file`;
    return { issues: [anError('missing-file', message, { place, hint: 'the path starts at the file it is in' })] };
  }
  const decoded = decodeText(file, bytes);
  if (!('text' in decoded)) return { issues: [decoded.issue] };
  const { documents, issues } = readYamlFile(file, decoded.text);
  if (issues.length > 0) return { issues };
  const [first, ...others] = documents;
  const manifest = first?.value;
  if (others.length === 0 && isJsonObject(manifest) && hasSpecification(manifest)) return { manifest, issues };
  const message = `the manifest of definition "${key}" does not say what its sources can be told`;
  const hint = 'one YAML document, with "spec: {type: Spec, connection_specification: {…}}"';
  return { issues: [anError('wrong-manifest', message, { place, hint })] };
}

function hasSpecification({ spec }: JsonObject): boolean {
  return isJsonObject(spec) && isJsonObject(spec.connection_specification);
}

/** A path that starts at the folder of another file, as one from the project's folder. */
function besides(file: string, written: string): string {
  if (written.startsWith('/')) return written;
  const steps: string[] = [];
  for (const step of [...file.split('/').slice(0, -1), ...written.split('/')]) {
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}
