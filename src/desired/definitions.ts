import { type Issue, originAt, type Path } from '../model/issue.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { DesiredDefinition } from '../model/resource.ts';
import type { Declaration, DefinitionDeclaration } from './declaration.ts';
import type { DefinitionDocument } from './documents.ts';
import type { ProjectFiles } from './files.ts';
import { anError } from './finding.ts';
import type { Places } from './places.ts';
import { toIdentity } from './resources.ts';
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
  const common = { kind: 'definition', ...toIdentity(declaration), actorKind: document.for } as const;
  // What is to go is found by its name: its manifest may be gone already.
  if (document.remove === true) return { found: common, issues: [] };
  const fault = shapeFault(document);
  if (fault !== undefined) {
    const place = places.ofValue(originAt(origin, ...fault.path));
    return { issues: [anError(fault.rule, `definition "${key}" ${fault.message}`, { place, hint: fault.hint })] };
  }
  const { manifest: file, dockerRepository = '', dockerImageTag = '', documentationUrl = '' } = document;
  if (file === undefined) {
    return { found: { ...common, image: { dockerRepository, dockerImageTag, documentationUrl } }, issues: [] };
  }
  const { manifest, issues } = await readManifest(file, declaration, { files, places });
  return manifest === undefined ? { issues } : { found: { ...common, manifest }, issues };
}

const imageMembers = ['dockerRepository', 'dockerImageTag', 'documentationUrl'] as const;

interface ShapeFault {
  readonly rule: string;
  readonly path: Path;
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
    return { rule: 'missing-key', path: [], message: `lacks the key "${missing}"`, hint };
  }
  if (extra !== undefined) {
    const message = `has "manifest" and "${extra}", which exclude each other`;
    return { rule: 'conflicting-keys', path: [extra], message, hint: 'remove one of the two' };
  }
  if (document.for === 'source') return undefined;
  const message = 'has a manifest, but only sources can be declarative';
  return { rule: 'conflicting-keys', path: ['manifest'], message, hint: 'write "for: source", or name an image' };
}

async function readManifest(
  written: string,
  { key, origin }: DefinitionDeclaration,
  { files, places }: { readonly files: ProjectFiles; readonly places: Places },
): Promise<{ readonly manifest?: JsonObject; readonly issues: readonly Issue[] }> {
  const file = besides(origin.file, written);
  const place = places.ofValue(originAt(origin, 'manifest'));
  const fault = (rule: string, message: string, hint: string) => ({
    issues: [anError(rule, message, { place, hint })],
  });
  if (file.startsWith('..')) {
    const hint = "name a file inside of the project's folder, or an absolute path";
    return fault('file-outside', `file "${file}" lies outside of the project's folder`, hint);
  }
  const bytes = await files.read(file);
  if (bytes === undefined) {
    const message = `definition "${key}" has its manifest in "${file}", and there is no such file`;
    return fault('missing-file', message, 'the path starts at the folder of the file that names it');
  }
  const decoded = decodeText(file, bytes);
  if ('issue' in decoded) return fault(decoded.issue.rule, decoded.issue.message, 'is it the right file?');
  const { documents, issues } = readYamlFile(file, decoded.text);
  if (issues.some(({ rule }) => rule !== 'empty-file')) return { issues };
  const [first, ...others] = documents;
  const manifest = first?.value;
  if (others.length === 0 && isJsonObject(manifest) && hasSpecification(manifest)) return { manifest, issues: [] };
  const message = `"${file}", the manifest of definition "${key}", does not say what its sources can be told`;
  return fault(
    'wrong-manifest',
    message,
    'one YAML document, with "spec: {type: Spec, connection_specification: {…}}"',
  );
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
