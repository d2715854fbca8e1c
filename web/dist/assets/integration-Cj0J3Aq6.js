import{c as e,t}from"./gql-DBSXZq_D.js";import{f as n}from"./index-CZAhfAJB.js";var r=t(`
  query IntegrationOfPage($id: ID!) {
    integration(id: $id) {
      id
      name
      sellerId
      marketplaceId
      productsEnabled
      lastImportAt
      createdAt
      productStatus {
        mapped
        partiallyMapped
        mappable
        unmappable
      }
    }
  }
`);function i(){let{id:t=``}=n(),[{data:i,fetching:a,error:o},s]=e({query:r,variables:{id:t}});return{id:t,integration:i?.integration?.id===t?i.integration:void 0,fetching:a,missing:!a&&!o&&i?.integration===null,error:o,refresh:()=>s()}}export{i as t};