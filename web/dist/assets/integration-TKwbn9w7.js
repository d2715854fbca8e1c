import{c as e,t}from"./gql--KPLdbPq.js";import{f as n}from"./index-DzVLTYH8.js";var r=t(`
  query IntegrationOfPage($id: ID!) {
    integration(id: $id) {
      ...IntegrationParts
    }
  }
`);function i(){let{id:t=``}=n(),[{data:i,fetching:a,error:o},s]=e({query:r,variables:{id:t}});return{id:t,integration:i?.integration?.id===t?i.integration:void 0,fetching:a,missing:!a&&!o&&i?.integration===null,error:o,refresh:()=>s()}}export{i as t};