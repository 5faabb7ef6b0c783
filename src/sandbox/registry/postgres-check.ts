import { decodeSettings } from '../runs/postgres/settings.ts';
import { type Check, firstFault, isDown, isMissing, isRefused } from './check.ts';
import { postgresWords } from './postgres-words.ts';
import { tunnelFaults } from './tunnel-check.ts';

/** A Postgres database that is not asked; for the source as for the destination. */
export const checkPostgres: Check = (configuration) => {
  const settings = decodeSettings(configuration);
  const { host, database, username, slot, plugin, publication } = settings;
  const missing = settings.schemas.filter(isMissing);
  return firstFault([
    ...tunnelFaults(configuration),
    [isDown(host), postgresWords.refused(settings)],
    [configuration.password === '', postgresWords.noPassword(username)],
    [isRefused(configuration.password), postgresWords.wrongPassword(username)],
    [isMissing(database), postgresWords.noDatabase(database)],
    [missing.length > 0, postgresWords.noSchemas(database, missing)],
    [isMissing(slot), postgresWords.noSlot(slot, plugin)],
    [isMissing(publication), postgresWords.noPublication(publication)],
  ]);
};
