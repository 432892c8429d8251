import type { DbInstance } from './state.ts';

/** Where clients in the VPC connect to. */
export function endpointOf({ id, engine }: Pick<DbInstance, 'id' | 'engine'>): { host: string; port: number } {
  const isPostgres = engine === 'PostgreSQL';
  return { host: `${id}.${isPostgres ? 'pg' : 'mysql'}.rds.example.internal`, port: isPostgres ? 5432 : 3306 };
}
