import{graphql as e,useQuery as t}from"./gql.js";import{useParams as n}from"./index.js";var r=e(`
  query IntegrationOfPage($id: ID!) {
    integration(id: $id) {
      ...IntegrationParts
    }
  }
`);function i(){let{id:e=``}=n(),[{data:i,fetching:a,error:o},s]=t({query:r,variables:{id:e}});return{id:e,integration:i?.integration?.id===e?i.integration:void 0,fetching:a,missing:!a&&!o&&i?.integration===null,error:o,refresh:()=>s()}}export{i as useIntegration};