import { getTypes } from '@redocly/openapi-core';

type SpecVersion = Parameters<typeof getTypes>[0];
type Types = ReturnType<typeof getTypes>;

/**
 * What Redocly knows of a version's objects, the device flow of OpenAPI 3.2 put right: it gives the scopes there a type that it does not
 * know itself, and fails on every document with such a flow.
 */
export function typesOf(version: SpecVersion): Types {
  const types = getTypes(version);
  const device = types['DeviceAuthorization'];
  const scopes = types['AuthorizationCode']?.properties['scopes'];
  if (device === undefined || scopes === undefined) return types;
  return { ...types, DeviceAuthorization: { ...device, properties: { ...device.properties, scopes } } };
}
