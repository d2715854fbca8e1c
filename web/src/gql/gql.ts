/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query CustomMappingSheet($id: ID!) {\n    customMappingSheetUrl(integrationId: $id)\n  }\n": typeof types.CustomMappingSheetDocument,
    "\n  fragment CustomMappingFields on ApplyCustomMappingsPayload {\n    operation {\n      id\n    }\n    summary {\n      rowsRead\n      productOptionsMapped\n      blank\n      rejected\n    }\n    rejectedRows {\n      sheet\n      row\n      sku\n      cin7Code\n      code\n      message\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n": typeof types.CustomMappingFieldsFragmentDoc,
    "\n  mutation CheckCustomMappings($input: ApplyCustomMappingsInput!) {\n    applyCustomMappings(input: $input) {\n      ...CustomMappingFields\n    }\n  }\n": typeof types.CheckCustomMappingsDocument,
    "\n  mutation ApplyCustomMappings($input: ApplyCustomMappingsInput!, $key: String!) {\n    applyCustomMappings(input: $input) @idempotent(key: $key) {\n      ...CustomMappingFields\n    }\n  }\n": typeof types.ApplyCustomMappingsDocument,
    "\n  query ImportPreviews($id: ID!) {\n    new: importPreview(integrationId: $id, scope: SINCE_LAST_IMPORT) {\n      unmapped\n      mappable\n      unmappable\n    }\n    all: importPreview(integrationId: $id, scope: ALL) {\n      unmapped\n      mappable\n      unmappable\n    }\n    operations(integrationId: $id, first: 10) {\n      nodes {\n        id\n        kind\n        state\n      }\n    }\n  }\n": typeof types.ImportPreviewsDocument,
    "\n  mutation ImportProducts($input: ImportProductsInput!, $key: String!) {\n    importProducts(input: $input) @idempotent(key: $key) {\n      operation {\n        id\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.ImportProductsDocument,
    "\n  fragment IntegrationFields on Integration {\n    id\n    name\n    sellerId\n    marketplaceId\n    productsEnabled\n    lastImportAt\n    createdAt\n    productStatus {\n      mapped\n      partiallyMapped\n      mappable\n      unmappable\n    }\n  }\n": typeof types.IntegrationFieldsFragmentDoc,
    "\n  query Integrations {\n    integrations {\n      ...IntegrationFields\n    }\n  }\n": typeof types.IntegrationsDocument,
    "\n  mutation CreateIntegration($input: CreateIntegrationInput!) {\n    createIntegration(input: $input) {\n      integration {\n        id\n        name\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.CreateIntegrationDocument,
    "\n  query OmniCount {\n    omniProducts(first: 0) {\n      totalCount\n    }\n  }\n": typeof types.OmniCountDocument,
    "\n  mutation UpdateIntegration($input: UpdateIntegrationInput!) {\n    updateIntegration(input: $input) {\n      integration {\n        id\n        name\n        sellerId\n        marketplaceId\n        productsEnabled\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.UpdateIntegrationDocument,
    "\n  fragment LoadFields on LoadPayload {\n    summary {\n      read\n      created\n      updated\n      removed\n      rejected\n      mappingsDeleted\n      removalsSkipped\n    }\n    rejectedRows {\n      sheet\n      row\n      sku\n      cin7Code\n      code\n      message\n    }\n    userErrors {\n      code\n      field\n      message\n    }\n  }\n": typeof types.LoadFieldsFragmentDoc,
    "\n  mutation LoadOmniProducts($input: LoadOmniProductsInput!, $key: String!) {\n    loadOmniProducts(input: $input) @idempotent(key: $key) {\n      ...LoadFields\n    }\n  }\n": typeof types.LoadOmniProductsDocument,
    "\n  mutation LoadAmazonListings($input: LoadAmazonListingsInput!, $key: String!) {\n    loadAmazonListings(input: $input) @idempotent(key: $key) {\n      ...LoadFields\n    }\n  }\n": typeof types.LoadAmazonListingsDocument,
    "\n  query OperationById($id: ID!) {\n    node(id: $id) {\n      ... on Operation {\n        __typename\n        ...OperationFields\n        rejectedRows {\n          sheet\n          row\n          sku\n          cin7Code\n          code\n          message\n        }\n      }\n    }\n  }\n": typeof types.OperationByIdDocument,
    "\n  fragment OperationFields on Operation {\n    id\n    kind\n    integration {\n      id\n      name\n    }\n    state\n    progress {\n      phase\n      done\n      total\n    }\n    fileName\n    actor\n    startedAt\n    finishedAt\n    done\n    created\n    deleted\n    rejected\n    restorable\n    error\n    loadSummary {\n      read\n      created\n      updated\n      removed\n      rejected\n      mappingsDeleted\n      removalsSkipped\n    }\n    importSummary {\n      unmappedProducts\n      existingPriceOptionsLinked\n      existingSizeOptionsLinked\n      partiallyMapped\n      unmappable\n    }\n    customMappingSummary {\n      rowsRead\n      productOptionsMapped\n      blank\n      rejected\n    }\n  }\n": typeof types.OperationFieldsFragmentDoc,
    "\n  query LatestOperations {\n    operations(first: 50) {\n      nodes {\n        ...OperationFields\n      }\n    }\n  }\n": typeof types.LatestOperationsDocument,
    "\n  subscription OperationUpdated {\n    operationUpdated {\n      ...OperationFields\n    }\n  }\n": typeof types.OperationUpdatedDocument,
    "\n  fragment PageInfoFields on PageInfo {\n    hasNextPage\n    hasPreviousPage\n    startCursor\n    endCursor\n  }\n": typeof types.PageInfoFieldsFragmentDoc,
    "\n  mutation RestoreMappings($operationId: ID!) {\n    restoreMappings(input: { operationId: $operationId }) {\n      operation {\n        id\n      }\n      restored\n      notRestored\n      rejectedRows {\n        sheet\n        row\n        sku\n        cin7Code\n        code\n        message\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RestoreMappingsDocument,
    "\n  fragment TargetFields on OmniTarget {\n    level\n    product {\n      id\n      code\n      barcode\n      name\n    }\n    option {\n      id\n      code\n      barcode\n      name\n      isDefault\n    }\n    size {\n      id\n      code\n      barcode\n      name\n    }\n  }\n": typeof types.TargetFieldsFragmentDoc,
    "\n  query OmniTargets($search: String!, $first: Int!) {\n    omniTargets(search: $search, first: $first) {\n      ...TargetFields\n    }\n  }\n": typeof types.OmniTargetsDocument,
    "\n  query ViewerOfPage {\n    viewer {\n      role\n    }\n  }\n": typeof types.ViewerOfPageDocument,
    "\n  query IntegrationOfPage($id: ID!) {\n    integration(id: $id) {\n      ...IntegrationFields\n    }\n  }\n": typeof types.IntegrationOfPageDocument,
    "\n  query Operations($integrationId: ID, $first: Int, $after: String, $last: Int, $before: String) {\n    operations(integrationId: $integrationId, first: $first, after: $after, last: $last, before: $before) {\n      totalCount\n      nodes {\n        ...OperationFields\n      }\n      pageInfo {\n        ...PageInfoFields\n      }\n    }\n  }\n": typeof types.OperationsDocument,
    "\n  query OperationRejectedRows($id: ID!) {\n    node(id: $id) {\n      ... on Operation {\n        rejectedRows {\n          sheet\n          row\n          sku\n          cin7Code\n          code\n          message\n        }\n      }\n    }\n  }\n": typeof types.OperationRejectedRowsDocument,
    "\n  fragment MappedRow on Mapping {\n    id\n    source\n    matchedOn\n    createdAt\n    listing {\n      sku\n      familySku\n      title\n      asin\n    }\n    target {\n      ...TargetFields\n    }\n  }\n": typeof types.MappedRowFragmentDoc,
    "\n  query MappedPage($integrationId: ID!, $filter: MappingFilter, $first: Int, $after: String, $last: Int, $before: String) {\n    mappedProducts(integrationId: $integrationId, filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n      nodes {\n        ...MappedRow\n      }\n      pageInfo {\n        ...PageInfoFields\n      }\n    }\n  }\n": typeof types.MappedPageDocument,
    "\n  query MappedTotal($integrationId: ID!, $filter: MappingFilter) {\n    mappedProducts(integrationId: $integrationId, filter: $filter, first: 0) {\n      totalCount\n    }\n  }\n": typeof types.MappedTotalDocument,
    "\n  mutation DeleteMappings($integrationId: ID!, $ids: [ID!]!) {\n    deleteMappings(input: { integrationId: $integrationId, ids: $ids }) {\n      deleted\n      operation {\n        id\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.DeleteMappingsDocument,
    "\n  mutation DeleteAllMappings($integrationId: ID!, $confirm: String!) {\n    deleteAllMappings(input: { integrationId: $integrationId, confirm: $confirm }) {\n      deleted\n      operation {\n        id\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.DeleteAllMappingsDocument,
    "\n  query PartialPage($integrationId: ID!, $filter: ListingFilter, $first: Int, $after: String, $last: Int, $before: String) {\n    amazonListings(integrationId: $integrationId, filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n      nodes {\n        id\n        sku\n        title\n        familySku\n        remapOutlook\n      }\n      pageInfo {\n        ...PageInfoFields\n      }\n    }\n  }\n": typeof types.PartialPageDocument,
    "\n  query PartialTotal($integrationId: ID!, $filter: ListingFilter) {\n    amazonListings(integrationId: $integrationId, filter: $filter, first: 0) {\n      totalCount\n    }\n  }\n": typeof types.PartialTotalDocument,
    "\n  fragment FamilyListing on AmazonListing {\n    id\n    sku\n    familySku\n    title\n    status\n    unmappableReason\n    matches {\n      ...TargetFields\n    }\n    mapping {\n      id\n      target {\n        ...TargetFields\n      }\n    }\n  }\n": typeof types.FamilyListingFragmentDoc,
    "\n  query FamilyListings($integrationId: ID!, $familySku: String!) {\n    amazonListings(integrationId: $integrationId, filter: { familySku: $familySku }, first: 250) {\n      nodes {\n        ...FamilyListing\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": typeof types.FamilyListingsDocument,
    "\n  query RemapProduct($integrationId: ID!, $id: ID!) {\n    node(id: $id) {\n      ... on OmniProduct {\n        id\n        code\n        barcode\n        name\n        options {\n          id\n          code\n          barcode\n          name\n          isDefault\n          mapping(integrationId: $integrationId) {\n            ...ProductLink\n          }\n          sizes {\n            id\n            code\n            barcode\n            name\n            mapping(integrationId: $integrationId) {\n              ...ProductLink\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.RemapProductDocument,
    "\n  fragment ProductLink on Mapping {\n    id\n    listing {\n      sku\n      familySku\n      title\n    }\n  }\n": typeof types.ProductLinkFragmentDoc,
    "\n  fragment RemapPair on RemapPair {\n    sku\n    target {\n      ...TargetFields\n    }\n    formerTarget {\n      ...TargetFields\n    }\n  }\n": typeof types.RemapPairFragmentDoc,
    "\n  mutation RemapPreview($input: RemapProductsInput!) {\n    remapProducts(input: $input) {\n      operation {\n        id\n      }\n      deleted\n      created {\n        ...RemapPair\n      }\n      kept {\n        ...RemapPair\n      }\n      lost {\n        ...RemapPair\n      }\n      rejectedRows {\n        row\n        sku\n        cin7Code\n        code\n        message\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RemapPreviewDocument,
    "\n  query MappingOf($integrationId: ID!, $sku: String!) {\n    amazonListing(integrationId: $integrationId, sku: $sku) {\n      mapping {\n        id\n        target {\n          option {\n            id\n          }\n          size {\n            id\n          }\n        }\n      }\n    }\n  }\n": typeof types.MappingOfDocument,
    "\n  mutation DeleteCreated($integrationId: ID!, $ids: [ID!]!) {\n    deleteMappings(input: { integrationId: $integrationId, ids: $ids }) {\n      deleted\n    }\n  }\n": typeof types.DeleteCreatedDocument,
    "\n  mutation DeleteIntegration($input: DeleteIntegrationInput!) {\n    deleteIntegration(input: $input) {\n      integration {\n        name\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.DeleteIntegrationDocument,
    "\n  fragment UnmappedListing on AmazonListing {\n    id\n    sku\n    familySku\n    title\n    asin\n    unmappableReason\n    matches {\n      ...TargetFields\n    }\n    heldBy {\n      sku\n      fulfillmentChannel\n    }\n    matchRemapOutlook\n  }\n": typeof types.UnmappedListingFragmentDoc,
    "\n  query UnmappedPage($integrationId: ID!, $filter: ListingFilter, $first: Int, $after: String, $last: Int, $before: String) {\n    unmappableProducts(integrationId: $integrationId, filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n      nodes {\n        ...UnmappedListing\n      }\n      pageInfo {\n        ...PageInfoFields\n      }\n    }\n  }\n": typeof types.UnmappedPageDocument,
    "\n  query UnmappedTotal($integrationId: ID!, $filter: ListingFilter) {\n    unmappableProducts(integrationId: $integrationId, filter: $filter, first: 0) {\n      totalCount\n    }\n  }\n": typeof types.UnmappedTotalDocument,
    "\n  query UnmappedReasons($integrationId: ID!) {\n    NO_MATCH: unmappableProducts(integrationId: $integrationId, filter: { reason: [NO_MATCH] }, first: 0) {\n      totalCount\n    }\n    AMBIGUOUS_MATCH: unmappableProducts(integrationId: $integrationId, filter: { reason: [AMBIGUOUS_MATCH] }, first: 0) {\n      totalCount\n    }\n    OMNI_PRODUCT_MAPPED: unmappableProducts(integrationId: $integrationId, filter: { reason: [OMNI_PRODUCT_MAPPED] }, first: 0) {\n      totalCount\n    }\n    MATCH_TAKEN: unmappableProducts(integrationId: $integrationId, filter: { reason: [MATCH_TAKEN] }, first: 0) {\n      totalCount\n    }\n  }\n": typeof types.UnmappedReasonsDocument,
    "\n  mutation ApplyMappings($integrationId: ID!, $mappings: [CustomMappingInput!]!, $dryRun: Boolean!) {\n    applyCustomMappings(input: { integrationId: $integrationId, mappings: $mappings, dryRun: $dryRun }) {\n      summary {\n        productOptionsMapped\n        rejected\n      }\n      rejectedRows {\n        row\n        sku\n        cin7Code\n        code\n        message\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.ApplyMappingsDocument,
    "\n  mutation DownloadFamily($integrationId: ID!, $familySku: String!) {\n    downloadProducts(input: { integrationId: $integrationId, familySkus: [$familySku] }) {\n      omniProductsCreated\n      mappingsCreated\n      rejectedRows {\n        message\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.DownloadFamilyDocument,
};
const documents: Documents = {
    "\n  query CustomMappingSheet($id: ID!) {\n    customMappingSheetUrl(integrationId: $id)\n  }\n": types.CustomMappingSheetDocument,
    "\n  fragment CustomMappingFields on ApplyCustomMappingsPayload {\n    operation {\n      id\n    }\n    summary {\n      rowsRead\n      productOptionsMapped\n      blank\n      rejected\n    }\n    rejectedRows {\n      sheet\n      row\n      sku\n      cin7Code\n      code\n      message\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n": types.CustomMappingFieldsFragmentDoc,
    "\n  mutation CheckCustomMappings($input: ApplyCustomMappingsInput!) {\n    applyCustomMappings(input: $input) {\n      ...CustomMappingFields\n    }\n  }\n": types.CheckCustomMappingsDocument,
    "\n  mutation ApplyCustomMappings($input: ApplyCustomMappingsInput!, $key: String!) {\n    applyCustomMappings(input: $input) @idempotent(key: $key) {\n      ...CustomMappingFields\n    }\n  }\n": types.ApplyCustomMappingsDocument,
    "\n  query ImportPreviews($id: ID!) {\n    new: importPreview(integrationId: $id, scope: SINCE_LAST_IMPORT) {\n      unmapped\n      mappable\n      unmappable\n    }\n    all: importPreview(integrationId: $id, scope: ALL) {\n      unmapped\n      mappable\n      unmappable\n    }\n    operations(integrationId: $id, first: 10) {\n      nodes {\n        id\n        kind\n        state\n      }\n    }\n  }\n": types.ImportPreviewsDocument,
    "\n  mutation ImportProducts($input: ImportProductsInput!, $key: String!) {\n    importProducts(input: $input) @idempotent(key: $key) {\n      operation {\n        id\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": types.ImportProductsDocument,
    "\n  fragment IntegrationFields on Integration {\n    id\n    name\n    sellerId\n    marketplaceId\n    productsEnabled\n    lastImportAt\n    createdAt\n    productStatus {\n      mapped\n      partiallyMapped\n      mappable\n      unmappable\n    }\n  }\n": types.IntegrationFieldsFragmentDoc,
    "\n  query Integrations {\n    integrations {\n      ...IntegrationFields\n    }\n  }\n": types.IntegrationsDocument,
    "\n  mutation CreateIntegration($input: CreateIntegrationInput!) {\n    createIntegration(input: $input) {\n      integration {\n        id\n        name\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.CreateIntegrationDocument,
    "\n  query OmniCount {\n    omniProducts(first: 0) {\n      totalCount\n    }\n  }\n": types.OmniCountDocument,
    "\n  mutation UpdateIntegration($input: UpdateIntegrationInput!) {\n    updateIntegration(input: $input) {\n      integration {\n        id\n        name\n        sellerId\n        marketplaceId\n        productsEnabled\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.UpdateIntegrationDocument,
    "\n  fragment LoadFields on LoadPayload {\n    summary {\n      read\n      created\n      updated\n      removed\n      rejected\n      mappingsDeleted\n      removalsSkipped\n    }\n    rejectedRows {\n      sheet\n      row\n      sku\n      cin7Code\n      code\n      message\n    }\n    userErrors {\n      code\n      field\n      message\n    }\n  }\n": types.LoadFieldsFragmentDoc,
    "\n  mutation LoadOmniProducts($input: LoadOmniProductsInput!, $key: String!) {\n    loadOmniProducts(input: $input) @idempotent(key: $key) {\n      ...LoadFields\n    }\n  }\n": types.LoadOmniProductsDocument,
    "\n  mutation LoadAmazonListings($input: LoadAmazonListingsInput!, $key: String!) {\n    loadAmazonListings(input: $input) @idempotent(key: $key) {\n      ...LoadFields\n    }\n  }\n": types.LoadAmazonListingsDocument,
    "\n  query OperationById($id: ID!) {\n    node(id: $id) {\n      ... on Operation {\n        __typename\n        ...OperationFields\n        rejectedRows {\n          sheet\n          row\n          sku\n          cin7Code\n          code\n          message\n        }\n      }\n    }\n  }\n": types.OperationByIdDocument,
    "\n  fragment OperationFields on Operation {\n    id\n    kind\n    integration {\n      id\n      name\n    }\n    state\n    progress {\n      phase\n      done\n      total\n    }\n    fileName\n    actor\n    startedAt\n    finishedAt\n    done\n    created\n    deleted\n    rejected\n    restorable\n    error\n    loadSummary {\n      read\n      created\n      updated\n      removed\n      rejected\n      mappingsDeleted\n      removalsSkipped\n    }\n    importSummary {\n      unmappedProducts\n      existingPriceOptionsLinked\n      existingSizeOptionsLinked\n      partiallyMapped\n      unmappable\n    }\n    customMappingSummary {\n      rowsRead\n      productOptionsMapped\n      blank\n      rejected\n    }\n  }\n": types.OperationFieldsFragmentDoc,
    "\n  query LatestOperations {\n    operations(first: 50) {\n      nodes {\n        ...OperationFields\n      }\n    }\n  }\n": types.LatestOperationsDocument,
    "\n  subscription OperationUpdated {\n    operationUpdated {\n      ...OperationFields\n    }\n  }\n": types.OperationUpdatedDocument,
    "\n  fragment PageInfoFields on PageInfo {\n    hasNextPage\n    hasPreviousPage\n    startCursor\n    endCursor\n  }\n": types.PageInfoFieldsFragmentDoc,
    "\n  mutation RestoreMappings($operationId: ID!) {\n    restoreMappings(input: { operationId: $operationId }) {\n      operation {\n        id\n      }\n      restored\n      notRestored\n      rejectedRows {\n        sheet\n        row\n        sku\n        cin7Code\n        code\n        message\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": types.RestoreMappingsDocument,
    "\n  fragment TargetFields on OmniTarget {\n    level\n    product {\n      id\n      code\n      barcode\n      name\n    }\n    option {\n      id\n      code\n      barcode\n      name\n      isDefault\n    }\n    size {\n      id\n      code\n      barcode\n      name\n    }\n  }\n": types.TargetFieldsFragmentDoc,
    "\n  query OmniTargets($search: String!, $first: Int!) {\n    omniTargets(search: $search, first: $first) {\n      ...TargetFields\n    }\n  }\n": types.OmniTargetsDocument,
    "\n  query ViewerOfPage {\n    viewer {\n      role\n    }\n  }\n": types.ViewerOfPageDocument,
    "\n  query IntegrationOfPage($id: ID!) {\n    integration(id: $id) {\n      ...IntegrationFields\n    }\n  }\n": types.IntegrationOfPageDocument,
    "\n  query Operations($integrationId: ID, $first: Int, $after: String, $last: Int, $before: String) {\n    operations(integrationId: $integrationId, first: $first, after: $after, last: $last, before: $before) {\n      totalCount\n      nodes {\n        ...OperationFields\n      }\n      pageInfo {\n        ...PageInfoFields\n      }\n    }\n  }\n": types.OperationsDocument,
    "\n  query OperationRejectedRows($id: ID!) {\n    node(id: $id) {\n      ... on Operation {\n        rejectedRows {\n          sheet\n          row\n          sku\n          cin7Code\n          code\n          message\n        }\n      }\n    }\n  }\n": types.OperationRejectedRowsDocument,
    "\n  fragment MappedRow on Mapping {\n    id\n    source\n    matchedOn\n    createdAt\n    listing {\n      sku\n      familySku\n      title\n      asin\n    }\n    target {\n      ...TargetFields\n    }\n  }\n": types.MappedRowFragmentDoc,
    "\n  query MappedPage($integrationId: ID!, $filter: MappingFilter, $first: Int, $after: String, $last: Int, $before: String) {\n    mappedProducts(integrationId: $integrationId, filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n      nodes {\n        ...MappedRow\n      }\n      pageInfo {\n        ...PageInfoFields\n      }\n    }\n  }\n": types.MappedPageDocument,
    "\n  query MappedTotal($integrationId: ID!, $filter: MappingFilter) {\n    mappedProducts(integrationId: $integrationId, filter: $filter, first: 0) {\n      totalCount\n    }\n  }\n": types.MappedTotalDocument,
    "\n  mutation DeleteMappings($integrationId: ID!, $ids: [ID!]!) {\n    deleteMappings(input: { integrationId: $integrationId, ids: $ids }) {\n      deleted\n      operation {\n        id\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": types.DeleteMappingsDocument,
    "\n  mutation DeleteAllMappings($integrationId: ID!, $confirm: String!) {\n    deleteAllMappings(input: { integrationId: $integrationId, confirm: $confirm }) {\n      deleted\n      operation {\n        id\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": types.DeleteAllMappingsDocument,
    "\n  query PartialPage($integrationId: ID!, $filter: ListingFilter, $first: Int, $after: String, $last: Int, $before: String) {\n    amazonListings(integrationId: $integrationId, filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n      nodes {\n        id\n        sku\n        title\n        familySku\n        remapOutlook\n      }\n      pageInfo {\n        ...PageInfoFields\n      }\n    }\n  }\n": types.PartialPageDocument,
    "\n  query PartialTotal($integrationId: ID!, $filter: ListingFilter) {\n    amazonListings(integrationId: $integrationId, filter: $filter, first: 0) {\n      totalCount\n    }\n  }\n": types.PartialTotalDocument,
    "\n  fragment FamilyListing on AmazonListing {\n    id\n    sku\n    familySku\n    title\n    status\n    unmappableReason\n    matches {\n      ...TargetFields\n    }\n    mapping {\n      id\n      target {\n        ...TargetFields\n      }\n    }\n  }\n": types.FamilyListingFragmentDoc,
    "\n  query FamilyListings($integrationId: ID!, $familySku: String!) {\n    amazonListings(integrationId: $integrationId, filter: { familySku: $familySku }, first: 250) {\n      nodes {\n        ...FamilyListing\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n": types.FamilyListingsDocument,
    "\n  query RemapProduct($integrationId: ID!, $id: ID!) {\n    node(id: $id) {\n      ... on OmniProduct {\n        id\n        code\n        barcode\n        name\n        options {\n          id\n          code\n          barcode\n          name\n          isDefault\n          mapping(integrationId: $integrationId) {\n            ...ProductLink\n          }\n          sizes {\n            id\n            code\n            barcode\n            name\n            mapping(integrationId: $integrationId) {\n              ...ProductLink\n            }\n          }\n        }\n      }\n    }\n  }\n": types.RemapProductDocument,
    "\n  fragment ProductLink on Mapping {\n    id\n    listing {\n      sku\n      familySku\n      title\n    }\n  }\n": types.ProductLinkFragmentDoc,
    "\n  fragment RemapPair on RemapPair {\n    sku\n    target {\n      ...TargetFields\n    }\n    formerTarget {\n      ...TargetFields\n    }\n  }\n": types.RemapPairFragmentDoc,
    "\n  mutation RemapPreview($input: RemapProductsInput!) {\n    remapProducts(input: $input) {\n      operation {\n        id\n      }\n      deleted\n      created {\n        ...RemapPair\n      }\n      kept {\n        ...RemapPair\n      }\n      lost {\n        ...RemapPair\n      }\n      rejectedRows {\n        row\n        sku\n        cin7Code\n        code\n        message\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": types.RemapPreviewDocument,
    "\n  query MappingOf($integrationId: ID!, $sku: String!) {\n    amazonListing(integrationId: $integrationId, sku: $sku) {\n      mapping {\n        id\n        target {\n          option {\n            id\n          }\n          size {\n            id\n          }\n        }\n      }\n    }\n  }\n": types.MappingOfDocument,
    "\n  mutation DeleteCreated($integrationId: ID!, $ids: [ID!]!) {\n    deleteMappings(input: { integrationId: $integrationId, ids: $ids }) {\n      deleted\n    }\n  }\n": types.DeleteCreatedDocument,
    "\n  mutation DeleteIntegration($input: DeleteIntegrationInput!) {\n    deleteIntegration(input: $input) {\n      integration {\n        name\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": types.DeleteIntegrationDocument,
    "\n  fragment UnmappedListing on AmazonListing {\n    id\n    sku\n    familySku\n    title\n    asin\n    unmappableReason\n    matches {\n      ...TargetFields\n    }\n    heldBy {\n      sku\n      fulfillmentChannel\n    }\n    matchRemapOutlook\n  }\n": types.UnmappedListingFragmentDoc,
    "\n  query UnmappedPage($integrationId: ID!, $filter: ListingFilter, $first: Int, $after: String, $last: Int, $before: String) {\n    unmappableProducts(integrationId: $integrationId, filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n      nodes {\n        ...UnmappedListing\n      }\n      pageInfo {\n        ...PageInfoFields\n      }\n    }\n  }\n": types.UnmappedPageDocument,
    "\n  query UnmappedTotal($integrationId: ID!, $filter: ListingFilter) {\n    unmappableProducts(integrationId: $integrationId, filter: $filter, first: 0) {\n      totalCount\n    }\n  }\n": types.UnmappedTotalDocument,
    "\n  query UnmappedReasons($integrationId: ID!) {\n    NO_MATCH: unmappableProducts(integrationId: $integrationId, filter: { reason: [NO_MATCH] }, first: 0) {\n      totalCount\n    }\n    AMBIGUOUS_MATCH: unmappableProducts(integrationId: $integrationId, filter: { reason: [AMBIGUOUS_MATCH] }, first: 0) {\n      totalCount\n    }\n    OMNI_PRODUCT_MAPPED: unmappableProducts(integrationId: $integrationId, filter: { reason: [OMNI_PRODUCT_MAPPED] }, first: 0) {\n      totalCount\n    }\n    MATCH_TAKEN: unmappableProducts(integrationId: $integrationId, filter: { reason: [MATCH_TAKEN] }, first: 0) {\n      totalCount\n    }\n  }\n": types.UnmappedReasonsDocument,
    "\n  mutation ApplyMappings($integrationId: ID!, $mappings: [CustomMappingInput!]!, $dryRun: Boolean!) {\n    applyCustomMappings(input: { integrationId: $integrationId, mappings: $mappings, dryRun: $dryRun }) {\n      summary {\n        productOptionsMapped\n        rejected\n      }\n      rejectedRows {\n        row\n        sku\n        cin7Code\n        code\n        message\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": types.ApplyMappingsDocument,
    "\n  mutation DownloadFamily($integrationId: ID!, $familySku: String!) {\n    downloadProducts(input: { integrationId: $integrationId, familySkus: [$familySku] }) {\n      omniProductsCreated\n      mappingsCreated\n      rejectedRows {\n        message\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n": types.DownloadFamilyDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CustomMappingSheet($id: ID!) {\n    customMappingSheetUrl(integrationId: $id)\n  }\n"): (typeof documents)["\n  query CustomMappingSheet($id: ID!) {\n    customMappingSheetUrl(integrationId: $id)\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment CustomMappingFields on ApplyCustomMappingsPayload {\n    operation {\n      id\n    }\n    summary {\n      rowsRead\n      productOptionsMapped\n      blank\n      rejected\n    }\n    rejectedRows {\n      sheet\n      row\n      sku\n      cin7Code\n      code\n      message\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n"): (typeof documents)["\n  fragment CustomMappingFields on ApplyCustomMappingsPayload {\n    operation {\n      id\n    }\n    summary {\n      rowsRead\n      productOptionsMapped\n      blank\n      rejected\n    }\n    rejectedRows {\n      sheet\n      row\n      sku\n      cin7Code\n      code\n      message\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CheckCustomMappings($input: ApplyCustomMappingsInput!) {\n    applyCustomMappings(input: $input) {\n      ...CustomMappingFields\n    }\n  }\n"): (typeof documents)["\n  mutation CheckCustomMappings($input: ApplyCustomMappingsInput!) {\n    applyCustomMappings(input: $input) {\n      ...CustomMappingFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ApplyCustomMappings($input: ApplyCustomMappingsInput!, $key: String!) {\n    applyCustomMappings(input: $input) @idempotent(key: $key) {\n      ...CustomMappingFields\n    }\n  }\n"): (typeof documents)["\n  mutation ApplyCustomMappings($input: ApplyCustomMappingsInput!, $key: String!) {\n    applyCustomMappings(input: $input) @idempotent(key: $key) {\n      ...CustomMappingFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ImportPreviews($id: ID!) {\n    new: importPreview(integrationId: $id, scope: SINCE_LAST_IMPORT) {\n      unmapped\n      mappable\n      unmappable\n    }\n    all: importPreview(integrationId: $id, scope: ALL) {\n      unmapped\n      mappable\n      unmappable\n    }\n    operations(integrationId: $id, first: 10) {\n      nodes {\n        id\n        kind\n        state\n      }\n    }\n  }\n"): (typeof documents)["\n  query ImportPreviews($id: ID!) {\n    new: importPreview(integrationId: $id, scope: SINCE_LAST_IMPORT) {\n      unmapped\n      mappable\n      unmappable\n    }\n    all: importPreview(integrationId: $id, scope: ALL) {\n      unmapped\n      mappable\n      unmappable\n    }\n    operations(integrationId: $id, first: 10) {\n      nodes {\n        id\n        kind\n        state\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ImportProducts($input: ImportProductsInput!, $key: String!) {\n    importProducts(input: $input) @idempotent(key: $key) {\n      operation {\n        id\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ImportProducts($input: ImportProductsInput!, $key: String!) {\n    importProducts(input: $input) @idempotent(key: $key) {\n      operation {\n        id\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment IntegrationFields on Integration {\n    id\n    name\n    sellerId\n    marketplaceId\n    productsEnabled\n    lastImportAt\n    createdAt\n    productStatus {\n      mapped\n      partiallyMapped\n      mappable\n      unmappable\n    }\n  }\n"): (typeof documents)["\n  fragment IntegrationFields on Integration {\n    id\n    name\n    sellerId\n    marketplaceId\n    productsEnabled\n    lastImportAt\n    createdAt\n    productStatus {\n      mapped\n      partiallyMapped\n      mappable\n      unmappable\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Integrations {\n    integrations {\n      ...IntegrationFields\n    }\n  }\n"): (typeof documents)["\n  query Integrations {\n    integrations {\n      ...IntegrationFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateIntegration($input: CreateIntegrationInput!) {\n    createIntegration(input: $input) {\n      integration {\n        id\n        name\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateIntegration($input: CreateIntegrationInput!) {\n    createIntegration(input: $input) {\n      integration {\n        id\n        name\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OmniCount {\n    omniProducts(first: 0) {\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query OmniCount {\n    omniProducts(first: 0) {\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateIntegration($input: UpdateIntegrationInput!) {\n    updateIntegration(input: $input) {\n      integration {\n        id\n        name\n        sellerId\n        marketplaceId\n        productsEnabled\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateIntegration($input: UpdateIntegrationInput!) {\n    updateIntegration(input: $input) {\n      integration {\n        id\n        name\n        sellerId\n        marketplaceId\n        productsEnabled\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment LoadFields on LoadPayload {\n    summary {\n      read\n      created\n      updated\n      removed\n      rejected\n      mappingsDeleted\n      removalsSkipped\n    }\n    rejectedRows {\n      sheet\n      row\n      sku\n      cin7Code\n      code\n      message\n    }\n    userErrors {\n      code\n      field\n      message\n    }\n  }\n"): (typeof documents)["\n  fragment LoadFields on LoadPayload {\n    summary {\n      read\n      created\n      updated\n      removed\n      rejected\n      mappingsDeleted\n      removalsSkipped\n    }\n    rejectedRows {\n      sheet\n      row\n      sku\n      cin7Code\n      code\n      message\n    }\n    userErrors {\n      code\n      field\n      message\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation LoadOmniProducts($input: LoadOmniProductsInput!, $key: String!) {\n    loadOmniProducts(input: $input) @idempotent(key: $key) {\n      ...LoadFields\n    }\n  }\n"): (typeof documents)["\n  mutation LoadOmniProducts($input: LoadOmniProductsInput!, $key: String!) {\n    loadOmniProducts(input: $input) @idempotent(key: $key) {\n      ...LoadFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation LoadAmazonListings($input: LoadAmazonListingsInput!, $key: String!) {\n    loadAmazonListings(input: $input) @idempotent(key: $key) {\n      ...LoadFields\n    }\n  }\n"): (typeof documents)["\n  mutation LoadAmazonListings($input: LoadAmazonListingsInput!, $key: String!) {\n    loadAmazonListings(input: $input) @idempotent(key: $key) {\n      ...LoadFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OperationById($id: ID!) {\n    node(id: $id) {\n      ... on Operation {\n        __typename\n        ...OperationFields\n        rejectedRows {\n          sheet\n          row\n          sku\n          cin7Code\n          code\n          message\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query OperationById($id: ID!) {\n    node(id: $id) {\n      ... on Operation {\n        __typename\n        ...OperationFields\n        rejectedRows {\n          sheet\n          row\n          sku\n          cin7Code\n          code\n          message\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment OperationFields on Operation {\n    id\n    kind\n    integration {\n      id\n      name\n    }\n    state\n    progress {\n      phase\n      done\n      total\n    }\n    fileName\n    actor\n    startedAt\n    finishedAt\n    done\n    created\n    deleted\n    rejected\n    restorable\n    error\n    loadSummary {\n      read\n      created\n      updated\n      removed\n      rejected\n      mappingsDeleted\n      removalsSkipped\n    }\n    importSummary {\n      unmappedProducts\n      existingPriceOptionsLinked\n      existingSizeOptionsLinked\n      partiallyMapped\n      unmappable\n    }\n    customMappingSummary {\n      rowsRead\n      productOptionsMapped\n      blank\n      rejected\n    }\n  }\n"): (typeof documents)["\n  fragment OperationFields on Operation {\n    id\n    kind\n    integration {\n      id\n      name\n    }\n    state\n    progress {\n      phase\n      done\n      total\n    }\n    fileName\n    actor\n    startedAt\n    finishedAt\n    done\n    created\n    deleted\n    rejected\n    restorable\n    error\n    loadSummary {\n      read\n      created\n      updated\n      removed\n      rejected\n      mappingsDeleted\n      removalsSkipped\n    }\n    importSummary {\n      unmappedProducts\n      existingPriceOptionsLinked\n      existingSizeOptionsLinked\n      partiallyMapped\n      unmappable\n    }\n    customMappingSummary {\n      rowsRead\n      productOptionsMapped\n      blank\n      rejected\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query LatestOperations {\n    operations(first: 50) {\n      nodes {\n        ...OperationFields\n      }\n    }\n  }\n"): (typeof documents)["\n  query LatestOperations {\n    operations(first: 50) {\n      nodes {\n        ...OperationFields\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription OperationUpdated {\n    operationUpdated {\n      ...OperationFields\n    }\n  }\n"): (typeof documents)["\n  subscription OperationUpdated {\n    operationUpdated {\n      ...OperationFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment PageInfoFields on PageInfo {\n    hasNextPage\n    hasPreviousPage\n    startCursor\n    endCursor\n  }\n"): (typeof documents)["\n  fragment PageInfoFields on PageInfo {\n    hasNextPage\n    hasPreviousPage\n    startCursor\n    endCursor\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RestoreMappings($operationId: ID!) {\n    restoreMappings(input: { operationId: $operationId }) {\n      operation {\n        id\n      }\n      restored\n      notRestored\n      rejectedRows {\n        sheet\n        row\n        sku\n        cin7Code\n        code\n        message\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RestoreMappings($operationId: ID!) {\n    restoreMappings(input: { operationId: $operationId }) {\n      operation {\n        id\n      }\n      restored\n      notRestored\n      rejectedRows {\n        sheet\n        row\n        sku\n        cin7Code\n        code\n        message\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TargetFields on OmniTarget {\n    level\n    product {\n      id\n      code\n      barcode\n      name\n    }\n    option {\n      id\n      code\n      barcode\n      name\n      isDefault\n    }\n    size {\n      id\n      code\n      barcode\n      name\n    }\n  }\n"): (typeof documents)["\n  fragment TargetFields on OmniTarget {\n    level\n    product {\n      id\n      code\n      barcode\n      name\n    }\n    option {\n      id\n      code\n      barcode\n      name\n      isDefault\n    }\n    size {\n      id\n      code\n      barcode\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OmniTargets($search: String!, $first: Int!) {\n    omniTargets(search: $search, first: $first) {\n      ...TargetFields\n    }\n  }\n"): (typeof documents)["\n  query OmniTargets($search: String!, $first: Int!) {\n    omniTargets(search: $search, first: $first) {\n      ...TargetFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ViewerOfPage {\n    viewer {\n      role\n    }\n  }\n"): (typeof documents)["\n  query ViewerOfPage {\n    viewer {\n      role\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query IntegrationOfPage($id: ID!) {\n    integration(id: $id) {\n      ...IntegrationFields\n    }\n  }\n"): (typeof documents)["\n  query IntegrationOfPage($id: ID!) {\n    integration(id: $id) {\n      ...IntegrationFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Operations($integrationId: ID, $first: Int, $after: String, $last: Int, $before: String) {\n    operations(integrationId: $integrationId, first: $first, after: $after, last: $last, before: $before) {\n      totalCount\n      nodes {\n        ...OperationFields\n      }\n      pageInfo {\n        ...PageInfoFields\n      }\n    }\n  }\n"): (typeof documents)["\n  query Operations($integrationId: ID, $first: Int, $after: String, $last: Int, $before: String) {\n    operations(integrationId: $integrationId, first: $first, after: $after, last: $last, before: $before) {\n      totalCount\n      nodes {\n        ...OperationFields\n      }\n      pageInfo {\n        ...PageInfoFields\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OperationRejectedRows($id: ID!) {\n    node(id: $id) {\n      ... on Operation {\n        rejectedRows {\n          sheet\n          row\n          sku\n          cin7Code\n          code\n          message\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query OperationRejectedRows($id: ID!) {\n    node(id: $id) {\n      ... on Operation {\n        rejectedRows {\n          sheet\n          row\n          sku\n          cin7Code\n          code\n          message\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MappedRow on Mapping {\n    id\n    source\n    matchedOn\n    createdAt\n    listing {\n      sku\n      familySku\n      title\n      asin\n    }\n    target {\n      ...TargetFields\n    }\n  }\n"): (typeof documents)["\n  fragment MappedRow on Mapping {\n    id\n    source\n    matchedOn\n    createdAt\n    listing {\n      sku\n      familySku\n      title\n      asin\n    }\n    target {\n      ...TargetFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MappedPage($integrationId: ID!, $filter: MappingFilter, $first: Int, $after: String, $last: Int, $before: String) {\n    mappedProducts(integrationId: $integrationId, filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n      nodes {\n        ...MappedRow\n      }\n      pageInfo {\n        ...PageInfoFields\n      }\n    }\n  }\n"): (typeof documents)["\n  query MappedPage($integrationId: ID!, $filter: MappingFilter, $first: Int, $after: String, $last: Int, $before: String) {\n    mappedProducts(integrationId: $integrationId, filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n      nodes {\n        ...MappedRow\n      }\n      pageInfo {\n        ...PageInfoFields\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MappedTotal($integrationId: ID!, $filter: MappingFilter) {\n    mappedProducts(integrationId: $integrationId, filter: $filter, first: 0) {\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query MappedTotal($integrationId: ID!, $filter: MappingFilter) {\n    mappedProducts(integrationId: $integrationId, filter: $filter, first: 0) {\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteMappings($integrationId: ID!, $ids: [ID!]!) {\n    deleteMappings(input: { integrationId: $integrationId, ids: $ids }) {\n      deleted\n      operation {\n        id\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteMappings($integrationId: ID!, $ids: [ID!]!) {\n    deleteMappings(input: { integrationId: $integrationId, ids: $ids }) {\n      deleted\n      operation {\n        id\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteAllMappings($integrationId: ID!, $confirm: String!) {\n    deleteAllMappings(input: { integrationId: $integrationId, confirm: $confirm }) {\n      deleted\n      operation {\n        id\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteAllMappings($integrationId: ID!, $confirm: String!) {\n    deleteAllMappings(input: { integrationId: $integrationId, confirm: $confirm }) {\n      deleted\n      operation {\n        id\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PartialPage($integrationId: ID!, $filter: ListingFilter, $first: Int, $after: String, $last: Int, $before: String) {\n    amazonListings(integrationId: $integrationId, filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n      nodes {\n        id\n        sku\n        title\n        familySku\n        remapOutlook\n      }\n      pageInfo {\n        ...PageInfoFields\n      }\n    }\n  }\n"): (typeof documents)["\n  query PartialPage($integrationId: ID!, $filter: ListingFilter, $first: Int, $after: String, $last: Int, $before: String) {\n    amazonListings(integrationId: $integrationId, filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n      nodes {\n        id\n        sku\n        title\n        familySku\n        remapOutlook\n      }\n      pageInfo {\n        ...PageInfoFields\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PartialTotal($integrationId: ID!, $filter: ListingFilter) {\n    amazonListings(integrationId: $integrationId, filter: $filter, first: 0) {\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query PartialTotal($integrationId: ID!, $filter: ListingFilter) {\n    amazonListings(integrationId: $integrationId, filter: $filter, first: 0) {\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment FamilyListing on AmazonListing {\n    id\n    sku\n    familySku\n    title\n    status\n    unmappableReason\n    matches {\n      ...TargetFields\n    }\n    mapping {\n      id\n      target {\n        ...TargetFields\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment FamilyListing on AmazonListing {\n    id\n    sku\n    familySku\n    title\n    status\n    unmappableReason\n    matches {\n      ...TargetFields\n    }\n    mapping {\n      id\n      target {\n        ...TargetFields\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FamilyListings($integrationId: ID!, $familySku: String!) {\n    amazonListings(integrationId: $integrationId, filter: { familySku: $familySku }, first: 250) {\n      nodes {\n        ...FamilyListing\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query FamilyListings($integrationId: ID!, $familySku: String!) {\n    amazonListings(integrationId: $integrationId, filter: { familySku: $familySku }, first: 250) {\n      nodes {\n        ...FamilyListing\n      }\n      pageInfo {\n        hasNextPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RemapProduct($integrationId: ID!, $id: ID!) {\n    node(id: $id) {\n      ... on OmniProduct {\n        id\n        code\n        barcode\n        name\n        options {\n          id\n          code\n          barcode\n          name\n          isDefault\n          mapping(integrationId: $integrationId) {\n            ...ProductLink\n          }\n          sizes {\n            id\n            code\n            barcode\n            name\n            mapping(integrationId: $integrationId) {\n              ...ProductLink\n            }\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query RemapProduct($integrationId: ID!, $id: ID!) {\n    node(id: $id) {\n      ... on OmniProduct {\n        id\n        code\n        barcode\n        name\n        options {\n          id\n          code\n          barcode\n          name\n          isDefault\n          mapping(integrationId: $integrationId) {\n            ...ProductLink\n          }\n          sizes {\n            id\n            code\n            barcode\n            name\n            mapping(integrationId: $integrationId) {\n              ...ProductLink\n            }\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ProductLink on Mapping {\n    id\n    listing {\n      sku\n      familySku\n      title\n    }\n  }\n"): (typeof documents)["\n  fragment ProductLink on Mapping {\n    id\n    listing {\n      sku\n      familySku\n      title\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RemapPair on RemapPair {\n    sku\n    target {\n      ...TargetFields\n    }\n    formerTarget {\n      ...TargetFields\n    }\n  }\n"): (typeof documents)["\n  fragment RemapPair on RemapPair {\n    sku\n    target {\n      ...TargetFields\n    }\n    formerTarget {\n      ...TargetFields\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemapPreview($input: RemapProductsInput!) {\n    remapProducts(input: $input) {\n      operation {\n        id\n      }\n      deleted\n      created {\n        ...RemapPair\n      }\n      kept {\n        ...RemapPair\n      }\n      lost {\n        ...RemapPair\n      }\n      rejectedRows {\n        row\n        sku\n        cin7Code\n        code\n        message\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RemapPreview($input: RemapProductsInput!) {\n    remapProducts(input: $input) {\n      operation {\n        id\n      }\n      deleted\n      created {\n        ...RemapPair\n      }\n      kept {\n        ...RemapPair\n      }\n      lost {\n        ...RemapPair\n      }\n      rejectedRows {\n        row\n        sku\n        cin7Code\n        code\n        message\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MappingOf($integrationId: ID!, $sku: String!) {\n    amazonListing(integrationId: $integrationId, sku: $sku) {\n      mapping {\n        id\n        target {\n          option {\n            id\n          }\n          size {\n            id\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query MappingOf($integrationId: ID!, $sku: String!) {\n    amazonListing(integrationId: $integrationId, sku: $sku) {\n      mapping {\n        id\n        target {\n          option {\n            id\n          }\n          size {\n            id\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteCreated($integrationId: ID!, $ids: [ID!]!) {\n    deleteMappings(input: { integrationId: $integrationId, ids: $ids }) {\n      deleted\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteCreated($integrationId: ID!, $ids: [ID!]!) {\n    deleteMappings(input: { integrationId: $integrationId, ids: $ids }) {\n      deleted\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteIntegration($input: DeleteIntegrationInput!) {\n    deleteIntegration(input: $input) {\n      integration {\n        name\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteIntegration($input: DeleteIntegrationInput!) {\n    deleteIntegration(input: $input) {\n      integration {\n        name\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment UnmappedListing on AmazonListing {\n    id\n    sku\n    familySku\n    title\n    asin\n    unmappableReason\n    matches {\n      ...TargetFields\n    }\n    heldBy {\n      sku\n      fulfillmentChannel\n    }\n    matchRemapOutlook\n  }\n"): (typeof documents)["\n  fragment UnmappedListing on AmazonListing {\n    id\n    sku\n    familySku\n    title\n    asin\n    unmappableReason\n    matches {\n      ...TargetFields\n    }\n    heldBy {\n      sku\n      fulfillmentChannel\n    }\n    matchRemapOutlook\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query UnmappedPage($integrationId: ID!, $filter: ListingFilter, $first: Int, $after: String, $last: Int, $before: String) {\n    unmappableProducts(integrationId: $integrationId, filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n      nodes {\n        ...UnmappedListing\n      }\n      pageInfo {\n        ...PageInfoFields\n      }\n    }\n  }\n"): (typeof documents)["\n  query UnmappedPage($integrationId: ID!, $filter: ListingFilter, $first: Int, $after: String, $last: Int, $before: String) {\n    unmappableProducts(integrationId: $integrationId, filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n      nodes {\n        ...UnmappedListing\n      }\n      pageInfo {\n        ...PageInfoFields\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query UnmappedTotal($integrationId: ID!, $filter: ListingFilter) {\n    unmappableProducts(integrationId: $integrationId, filter: $filter, first: 0) {\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query UnmappedTotal($integrationId: ID!, $filter: ListingFilter) {\n    unmappableProducts(integrationId: $integrationId, filter: $filter, first: 0) {\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query UnmappedReasons($integrationId: ID!) {\n    NO_MATCH: unmappableProducts(integrationId: $integrationId, filter: { reason: [NO_MATCH] }, first: 0) {\n      totalCount\n    }\n    AMBIGUOUS_MATCH: unmappableProducts(integrationId: $integrationId, filter: { reason: [AMBIGUOUS_MATCH] }, first: 0) {\n      totalCount\n    }\n    OMNI_PRODUCT_MAPPED: unmappableProducts(integrationId: $integrationId, filter: { reason: [OMNI_PRODUCT_MAPPED] }, first: 0) {\n      totalCount\n    }\n    MATCH_TAKEN: unmappableProducts(integrationId: $integrationId, filter: { reason: [MATCH_TAKEN] }, first: 0) {\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query UnmappedReasons($integrationId: ID!) {\n    NO_MATCH: unmappableProducts(integrationId: $integrationId, filter: { reason: [NO_MATCH] }, first: 0) {\n      totalCount\n    }\n    AMBIGUOUS_MATCH: unmappableProducts(integrationId: $integrationId, filter: { reason: [AMBIGUOUS_MATCH] }, first: 0) {\n      totalCount\n    }\n    OMNI_PRODUCT_MAPPED: unmappableProducts(integrationId: $integrationId, filter: { reason: [OMNI_PRODUCT_MAPPED] }, first: 0) {\n      totalCount\n    }\n    MATCH_TAKEN: unmappableProducts(integrationId: $integrationId, filter: { reason: [MATCH_TAKEN] }, first: 0) {\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ApplyMappings($integrationId: ID!, $mappings: [CustomMappingInput!]!, $dryRun: Boolean!) {\n    applyCustomMappings(input: { integrationId: $integrationId, mappings: $mappings, dryRun: $dryRun }) {\n      summary {\n        productOptionsMapped\n        rejected\n      }\n      rejectedRows {\n        row\n        sku\n        cin7Code\n        code\n        message\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ApplyMappings($integrationId: ID!, $mappings: [CustomMappingInput!]!, $dryRun: Boolean!) {\n    applyCustomMappings(input: { integrationId: $integrationId, mappings: $mappings, dryRun: $dryRun }) {\n      summary {\n        productOptionsMapped\n        rejected\n      }\n      rejectedRows {\n        row\n        sku\n        cin7Code\n        code\n        message\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DownloadFamily($integrationId: ID!, $familySku: String!) {\n    downloadProducts(input: { integrationId: $integrationId, familySkus: [$familySku] }) {\n      omniProductsCreated\n      mappingsCreated\n      rejectedRows {\n        message\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DownloadFamily($integrationId: ID!, $familySku: String!) {\n    downloadProducts(input: { integrationId: $integrationId, familySkus: [$familySku] }) {\n      omniProductsCreated\n      mappingsCreated\n      rejectedRows {\n        message\n      }\n      userErrors {\n        code\n        message\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;