import type { JsonObject } from '../../model/json.ts';
import { type Check, firstFault, hostOf, isDown, isMissing, isRefused, textOf } from './check.ts';
import type { Connector } from './connector.ts';
import { flag, oneOf, secretText, specification, text } from './spec-parts.ts';

/** Formats and codecs are told apart by an enum of one value here, as newer connectors do it. */
function kindOf(tag: string, value: string, properties: JsonObject = {}, required: readonly string[] = []): JsonObject {
  return {
    title: value,
    type: 'object',
    required: [tag, ...required],
    properties: { [tag]: { type: 'string', enum: [value], default: value }, ...properties },
  };
}

const flattening: JsonObject = {
  type: 'string',
  title: 'Flattening',
  enum: ['No flattening', 'Root level flattening'],
  default: 'No flattening',
};

const compression = oneOf('Compression', 'Of the finished files.', [
  kindOf('compression_type', 'No Compression'),
  kindOf('compression_type', 'GZIP'),
]);

const level: JsonObject = { type: 'integer', title: 'Compression level' };

const avroCodec = oneOf('Codec', 'Of the blocks inside a file.', [
  kindOf('codec', 'no compression'),
  kindOf('codec', 'Deflate', { compression_level: level }, ['compression_level']),
  kindOf('codec', 'bzip2'),
  kindOf('codec', 'xz', { compression_level: level }, ['compression_level']),
  kindOf('codec', 'zstandard', { compression_level: level, include_checksum: flag('Write a checksum', false) }, [
    'compression_level',
    'include_checksum',
  ]),
  kindOf('codec', 'snappy'),
]);

const parquet: JsonObject = {
  compression_codec: {
    type: 'string',
    title: 'Codec',
    enum: ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'LZO', 'BROTLI', 'LZ4', 'ZSTD'],
    default: 'UNCOMPRESSED',
  },
  block_size_mb: { type: 'integer', title: 'Row group size in MB', default: 128 },
  max_padding_size_mb: { type: 'integer', title: 'Padding at most in MB', default: 8 },
  page_size_kb: { type: 'integer', title: 'Page size in KB', default: 1024 },
  dictionary_page_size_kb: { type: 'integer', title: 'Dictionary page size in KB', default: 1024 },
  dictionary_encoding: flag('Encode repeated values by dictionary', true),
};

const regions = `af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1
  ap-southeast-2 ap-southeast-3 ap-southeast-4 ca-central-1 ca-west-1 cn-north-1 cn-northwest-1 eu-central-1 eu-central-2
  eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 sa-east-1
  us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2`.split(/\s+/);

const check: Check = (configuration) => {
  const bucket = textOf(configuration, 's3_bucket_name');
  const endpoint = textOf(configuration, 's3_endpoint');
  const { access_key_id, secret_access_key } = configuration;
  return firstFault([
    [isDown(hostOf(endpoint)), `Could not connect to the S3 endpoint ${endpoint}.`],
    [
      isRefused(access_key_id) || isRefused(secret_access_key),
      'S3 does not know this access key, or its signature does not fit (InvalidAccessKeyId, 403).',
    ],
    [
      (access_key_id === undefined) !== (secret_access_key === undefined),
      'An access key has two parts, and one of them is not stated.',
    ],
    [isMissing(bucket), `There is no bucket "${bucket}" (NoSuchBucket, 404).`],
    [isDown(bucket), `The access key may not write to the bucket "${bucket}" (AccessDenied, 403).`],
  ]);
};

export const destinationS3: Connector = {
  kind: 'destination',
  definitionId: '4816b78f-1489-44c1-9060-4b19d5fa9362',
  name: 'S3',
  dockerRepository: 'airbyte/destination-s3',
  dockerImageTag: '1.9.0',
  documentationUrl: 'https://docs.airbyte.com/integrations/destinations/s3',
  destinationSyncModes: ['overwrite', 'append'],
  supportsRefreshes: true,
  check,
  connectionSpecification: specification(
    'S3 destination',
    ['s3_bucket_name', 's3_bucket_path', 's3_bucket_region', 'format'],
    {
      access_key_id: secretText('Access key id', 'Names the key that may write to the bucket.'),
      secret_access_key: secretText('Secret access key', 'The key itself.'),
      role_arn: text('Role', 'A role to take on in place of a key.'),
      s3_bucket_name: text('Bucket', 'Must exist already.'),
      s3_bucket_path: text('Path', 'The folder inside the bucket.'),
      s3_bucket_region: {
        type: 'string',
        title: 'Region',
        description: 'Where the bucket lives; empty for servers that know no regions.',
        enum: ['', ...regions],
        default: '',
      },
      s3_endpoint: text('Endpoint', 'The address of another server that speaks S3, such as MinIO.'),
      s3_path_format: text('Path format', 'How folders for streams are named.'),
      file_name_pattern: text('File name pattern', 'How files are named.'),
      format: oneOf('Format', 'How records are written.', [
        kindOf('format_type', 'CSV', { flattening, compression }, ['flattening']),
        kindOf('format_type', 'JSONL', { flattening, compression }),
        kindOf('format_type', 'Avro', { compression_codec: avroCodec }, ['compression_codec']),
        kindOf('format_type', 'Parquet', parquet),
      ]),
    },
  ),
};
