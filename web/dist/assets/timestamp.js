import{__toESM as e}from"./rolldown-runtime.js";import{require_jsx_runtime as t,require_react as n}from"./preload-helper.js";import{graphql as r,reconnected as i,useClient as a}from"./gql.js";import{useWindowEvent as o}from"./index.js";var s=e(n(),1);r(`
  fragment OperationFields on Operation {
    id
    kind
    integration {
      id
      name
    }
    state
    actor
    startedAt
    finishedAt
    done
    total
    created
    deleted
    restorable
    error
    loadSummary {
      read
      created
      updated
      removed
      rejected
      mappingsDeleted
    }
    importSummary {
      unmappedProducts
      existingPriceOptionsLinked
      existingSizeOptionsLinked
      unmappable
    }
    customMappingSummary {
      rowsRead
      productOptionsMapped
      blank
      rejected
    }
  }
`);var c=r(`
  subscription OperationUpdated {
    operationUpdated {
      ...OperationFields
    }
  }
`);function l(e,t=()=>{}){let n=a(),r=(0,s.useRef)(e);r.current=e,(0,s.useEffect)(()=>{let{unsubscribe:e}=n.subscription(c,{}).subscribe(({data:e})=>{e&&r.current(e.operationUpdated)});return e},[n]),o(i,t)}var u=t(),d=new Intl.DateTimeFormat(void 0,{dateStyle:`medium`,timeStyle:`short`}),f=new Intl.DateTimeFormat(void 0,{dateStyle:`medium`,timeStyle:`medium`,timeZone:`UTC`}),p=new Intl.RelativeTimeFormat(void 0,{numeric:`auto`}),m=[[`year`,31536e3],[`month`,2592e3],[`day`,86400],[`hour`,3600],[`minute`,60]];function h(e){let t=Math.round((e.getTime()-Date.now())/1e3);for(let[e,n]of m)if(Math.abs(t)>=n)return p.format(Math.trunc(t/n),e);return`just now`}function g({at:e,ago:t=!1}){let n=new Date(e);return(0,u.jsx)(`time`,{dateTime:e,title:`${d.format(n)} (${f.format(n)} UTC)`,children:t?h(n):d.format(n)})}export{g as When,l as useOperationUpdates};