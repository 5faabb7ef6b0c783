import projectSchema from '../../schemas/airplan.schema.json' with { type: 'json' };
import type { Declaration } from '../desired/declaration.ts';
import { documentKinds } from '../desired/documents.ts';
import { type EditorFacts, editorSchema } from '../desired/editor-schema/bundle.ts';
import type { FilePorts, ProjectWriter } from '../desired/files.ts';
import { inOrder } from '../desired/finding.ts';
import { loadDesired } from '../desired/load-desired.ts';
import { loadProject } from '../desired/load-project.ts';
import { readSpecifications } from '../desired/specification/read-specifications.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { JsonObject } from '../model/json.ts';
import type { ActorKind } from '../model/resource.ts';
import { compareText } from '../util/sort.ts';

/** Where a project keeps the schemas for editors. */
export const editorSchemasFolder = '.airplan/schemas';

/** What was written for editors. */
export interface WrittenSchemas {
  readonly projectSchema: string;
  readonly resourceSchema: string;
  /** Docker repositories of the connectors whose configuration editors know. */
  readonly connectors: readonly string[];
  /** The folder of resource files. */
  readonly pipelines: string;
}

/**
 * Writes JSON Schemas for this very project: the kinds, its keys, and the specifications that `specs pull` has stored.
 * Findings in resource files are no hindrance: editors are there to mend them.
 *
 * @throws {InvalidFilesError} when `airplan.yaml` cannot be read
 */
export async function writeEditorSchemas(ports: FilePorts, writer: ProjectWriter): Promise<WrittenSchemas> {
  const { project, patches, issues } = await loadProject(ports);
  if (project === undefined) throw new InvalidFilesError(inOrder(issues));
  const { declarations } = await loadDesired(ports, project, undefined, patches);
  const specifications = [...((await readSpecifications(ports.files))?.files.values() ?? [])];
  const keys = documentKinds.map((kind) => {
    const found = declarations.filter((one) => one.kind === kind).map(({ key }) => key);
    return [kind, [...new Set(found)].sort(compareText)] as const;
  });
  const resources = editorSchema({ keys: new Map(keys), connectors: customConnectors(declarations), specifications });
  const files = {
    projectSchema: `${editorSchemasFolder}/airplan.schema.json`,
    resourceSchema: `${editorSchemasFolder}/resource.schema.json`,
  };
  await writer.write(files.projectSchema, textOf(projectSchema));
  await writer.write(files.resourceSchema, textOf(resources));
  const connectors = specifications.map(({ dockerRepository }) => dockerRepository).sort(compareText);
  return { ...files, connectors, pipelines: project.pipelines };
}

function customConnectors(declarations: readonly Declaration[]): EditorFacts['connectors'] {
  const keysFor = (kind: ActorKind): readonly string[] =>
    declarations
      .flatMap((one) => (one.kind === 'definition' && one.document?.for === kind ? [one.key] : []))
      .sort(compareText);
  return { source: keysFor('source'), destination: keysFor('destination') };
}

function textOf(schema: JsonObject): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
