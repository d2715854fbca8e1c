import{__toESM as e}from"./rolldown-runtime.js";import{require_react as t}from"./preload-helper.js";import{graphql as n,useMutation as r}from"./gql.js";import{createReactComponent as i}from"./index.js";var a=i(`outline`,`arrow-back-up`,`ArrowBackUp`,[[`path`,{d:`M9 14l-4 -4l4 -4`,key:`svg-0`}],[`path`,{d:`M5 10h11a4 4 0 1 1 0 8h-1`,key:`svg-1`}]]),o=e(t(),1),s=n(`
  mutation RestoreMappings($operationId: ID!) {
    restoreMappings(input: { operationId: $operationId }) {
      operation {
        id
      }
      restored
      notRestored
      rejectedRows {
        sheet
        row
        sku
        cin7Code
        code
        message
      }
      userErrors {
        code
        message
      }
    }
  }
`);function c(e){let[,t]=r(s);return(0,o.useCallback)(async()=>{let{data:n,error:r}=await t({operationId:e}),i=n?.restoreMappings;return i?.operation?{summary:i}:{error:r,userErrors:i?.userErrors}},[t,e])}export{a as IconArrowBackUp,c as useRestore};