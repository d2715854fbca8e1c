import{require_jsx_runtime as e}from"./preload-helper.js";import{Text as t}from"./Stack.js";import{Alert as n,graphql as r,useQuery as i}from"./gql.js";import{Anchor as a,Link as o,useParams as s}from"./index.js";var c=r(`
  query IntegrationOfPage($id: ID!) {
    integration(id: $id) {
      ...IntegrationParts
    }
  }
`);function l(){let{id:e=``}=s(),[{data:t,fetching:n,error:r},a]=i({query:c,variables:{id:e}});return{id:e,integration:t?.integration?.id===e?t.integration:void 0,fetching:n,missing:!n&&!r&&t?.integration===null,error:r,refresh:()=>a()}}var u=e();function d(){return(0,u.jsxs)(n,{color:`orange`,title:`There is no such integration`,children:[`It may have been removed.`,` `,(0,u.jsx)(a,{component:o,href:`/`,inherit:!0,underline:`always`,c:`inherit`,children:`Back to Dashboard`})]})}function f(){return(0,u.jsxs)(t,{children:[`There is no such integration. `,(0,u.jsx)(a,{component:o,underline:`always`,href:`/`,children:`Choose one on the home page`}),`.`]})}export{d as NoIntegration,f as NoIntegrationLine,l as useIntegration};